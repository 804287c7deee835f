/* Mean squared error of a tanh network with two hidden layers, and its gradient: one example
   after the other. A, B and C are the sizes of the input and of the hidden layers. */
#include <math.h>
#include <string.h>

enum { PARAMETERS = B * A + B + C * B + C + C + 1 };

void run(long n, const double *const *in, double *const *out)
{
    const double (*restrict w1)[A] = (const void *)in[0], *restrict b1 = in[1];
    const double (*restrict w2)[B] = (const void *)in[2], *restrict b2 = in[3];
    const double *restrict w3 = in[4], *restrict b3 = in[5];
    double total[PARAMETERS + 1] = {0};
#pragma omp parallel for reduction(+ : total)
    for (long i = 0; i < n; i++) {
        const double *restrict x = in[6] + i * A;
        double *g1 = total + 1, *h1 = g1 + B * A, *g2 = h1 + B, *h2 = g2 + C * B, *g3 = h2 + C;
        double u[B], v[C], dv[C], du[B];
        for (int j = 0; j < B; j++) {
            double z = b1[j];
            for (int k = 0; k < A; k++)
                z += w1[j][k] * x[k];
            u[j] = z;
        }
        for (int j = 0; j < B; j++)
            u[j] = tanh(u[j]);
        for (int j = 0; j < C; j++) {
            double z = b2[j];
            for (int k = 0; k < B; k++)
                z += w2[j][k] * u[k];
            v[j] = z;
        }
        for (int j = 0; j < C; j++)
            v[j] = tanh(v[j]);
        double error = b3[0] - in[7][i];
        for (int j = 0; j < C; j++)
            error += w3[j] * v[j];
        total[0] += error * error;
        double upstream = 2.0 * error;
        g3[C] += upstream;
        for (int j = 0; j < C; j++) {
            g3[j] += upstream * v[j];
            dv[j] = upstream * w3[j] * (1.0 - v[j] * v[j]);
            h2[j] += dv[j];
        }
        memset(du, 0, sizeof du);
        for (int j = 0; j < C; j++)
            for (int k = 0; k < B; k++) {
                g2[j * B + k] += dv[j] * u[k];
                du[k] += dv[j] * w2[j][k];
            }
        for (int j = 0; j < B; j++) {
            du[j] *= 1.0 - u[j] * u[j];
            h1[j] += du[j];
            for (int k = 0; k < A; k++)
                g1[j * A + k] += du[j] * x[k];
        }
    }
    static const int sizes[] = {1, B * A, B, C * B, C, C, 1};
    const double *next = total;
    for (int i = 0; i < 7; i++)
        for (int j = 0; j < sizes[i]; j++)
            out[i][j] = *next++ / n;
}
