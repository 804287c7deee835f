"""How to test the gradient of your own function, and of an operation of your own."""

import autograd_lite as ag
from autograd_lite.testing import GradientError, check_gradients


def black_scholes(p: dict[str, ag.Value]) -> ag.Value:
    """The price of a European call, from spot s, strike k, rate r, volatility v and time t."""
    width = p["v"] * p["t"] ** 0.5
    d1 = (ag.log(p["s"] / p["k"]) + (p["r"] + p["v"] ** 2 / 2) * p["t"]) / width
    discounted = p["k"] * ag.exp(-p["r"] * p["t"])
    return p["s"] * ag.norm_cdf(d1) - discounted * ag.norm_cdf(d1 - width)


@ag.custom_gradient(lambda m, out, x: (m.divide(1.0, (1.0 + m.abs(x)) * (1.0 + m.abs(x))),))
def softsign(m, x):
    """softsign(x): x / (1 + |x|), which has a smooth slope although |x| has not."""
    return m.divide(x, 1.0 + m.abs(x))


@ag.custom_gradient(lambda m, out, x: (m.divide(1.0, 1.0 + m.abs(x)),))  # the square is missing
def wrong_softsign(m, x):
    """wrong_softsign(x): the same value with a wrong gradient."""
    return m.divide(x, 1.0 + m.abs(x))


def main() -> None:
    """Check three functions; the last is wrong, and the error says where."""
    market = {"s": 100.0, "k": 95.0, "r": 0.02, "v": 0.3, "t": 0.5}
    check_gradients(black_scholes, market)
    value, greeks = ag.value_and_grad(black_scholes)(market)
    print(f"Black–Scholes price {value:.6f}, its gradient and Hessian are right:")
    print("  " + ", ".join(f"∂/∂{name} = {slope:.6f}" for name, slope in greeks.items()))

    check_gradients(lambda x: ag.tanh(softsign(x)), 0.7)
    print("softsign: right, and can be differentiated again")

    try:
        check_gradients(lambda x: ag.tanh(wrong_softsign(x)), 0.7)
    except GradientError as error:
        print(f"wrong_softsign: {error}")


if __name__ == "__main__":
    main()
