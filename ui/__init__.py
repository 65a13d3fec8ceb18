"""What the pages share: cached readings, filters that live in the URL, charts, cards, words. The only room with caches."""
