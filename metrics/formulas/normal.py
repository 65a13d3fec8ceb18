"""The normal distribution function as an expression, so that it runs where the big facts are."""

import narwhals as nw

# Hart's rational approximation, as given by West; absolute error below 1e-14.
_ABOVE = (
    3.52624965998911e-02,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376,
)
_BELOW = (
    8.83883476483184e-02,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752,
)
_FAR = 7.07106781186547  # beyond it a continued fraction is the more exact
_ROOT_TWO_PI = 2.506628274631


def normal_cdf(x: nw.Expr) -> nw.Expr:
    """Probability that a standard normal variable is below x; null stays null.

    Paper: Hart 1968, in West 2005, "Better approximations to cumulative normal functions"
    """
    size = x.abs()
    bell = (size * size * -0.5).exp()
    near = bell * _polynomial(size, _ABOVE) / _polynomial(size, _BELOW)
    fraction = size + 0.65
    for k in (4.0, 3.0, 2.0, 1.0):
        fraction = size + k / fraction
    tail = nw.when(size < _FAR).then(near).otherwise(bell / fraction / _ROOT_TWO_PI)
    return nw.when(x > 0).then(1.0 - tail).otherwise(tail)


def _polynomial(x: nw.Expr, coefficients: tuple[float, ...]) -> nw.Expr:
    answer = x * 0.0 + coefficients[0]
    for coefficient in coefficients[1:]:
        answer = answer * x + coefficient
    return answer
