/* Price and first derivatives, by formulas that a person would use. */
#include <math.h>

static double normal(double x) { return 0.5 * (1.0 + erf(x * 0.7071067811865476)); }

void run(long n, const double *const *in, double *const *out)
{
    const double *restrict spot = in[0], *restrict strike = in[1], *restrict time = in[2];
    const double *restrict rate = in[3], *restrict volatility = in[4];
    double *restrict price = out[0], *restrict by_spot = out[1], *restrict by_strike = out[2];
    double *restrict by_time = out[3], *restrict by_rate = out[4], *restrict by_volatility = out[5];
#pragma omp parallel for simd
    for (long i = 0; i < n; i++) {
        double root = sqrt(time[i]), spread = volatility[i] * root;
        double d1 = (log(spot[i] / strike[i])
                     + (rate[i] + 0.5 * volatility[i] * volatility[i]) * time[i]) / spread;
        double n1 = normal(d1), n2 = normal(d1 - spread), discount = exp(-rate[i] * time[i]);
        double vega = spot[i] * root * 0.3989422804014327 * exp(-0.5 * d1 * d1);
        double present = strike[i] * discount * n2;
        price[i] = spot[i] * n1 - present;
        by_spot[i] = n1;
        by_strike[i] = -discount * n2;
        by_time[i] = 0.5 * vega * volatility[i] / time[i] + rate[i] * present;
        by_rate[i] = time[i] * present;
        by_volatility[i] = vega;
    }
}
