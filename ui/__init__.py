"""What the pages share: readings, filters, charts, cards, words. The only room with caches."""
