/* Rosenbrock's function in n variables and its gradient. */
void run(long n, const double *const *in, double *const *out)
{
    const double *restrict x = in[0];
    double *restrict value = out[0], *restrict gradient = out[1];
    double sum = 0.0;
    gradient[0] = 0.0;
    for (long i = 0; i < n - 1; i++) {
        double valley = x[i + 1] - x[i] * x[i], slope = 1.0 - x[i];
        sum += 100.0 * valley * valley + slope * slope;
        gradient[i] -= 400.0 * valley * x[i] + 2.0 * slope;
        gradient[i + 1] = 200.0 * valley;
    }
    *value = sum;
}
