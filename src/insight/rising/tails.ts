/** How unlikely a count is: tails of a count whose rate is known only roughly. Pure. */

/** Terms that are added up; what follows is smaller than anybody asks for. */
const TERMS_MAX = 400;

/**
 * The probability of `n` or more, where `mean` are expected and their rate varies as a gamma of this shape (a negative
 * binomial); an infinite shape is Poisson.
 */
export function tailOf(n: number, mean: number, shape: number): number {
  if (n <= 0) return 1;
  if (mean <= 0) return 0;
  if (n <= mean) return 1 - headOf(n, mean, shape);
  let term = Math.exp(logProbability(n, mean, shape));
  let sum = 0;
  for (let i = n, left = TERMS_MAX; left > 0 && term > sum * 1e-9; i++, left--) {
    sum += term;
    term *= shape === Infinity ? mean / (i + 1) : ((shape + i) / (i + 1)) * (mean / (shape + mean));
  }
  return Math.min(1, sum);
}

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

/** The probability of fewer than `n`. */
function headOf(n: number, mean: number, shape: number): number {
  let sum = 0;
  for (let i = n - 1, term = Math.exp(logProbability(n - 1, mean, shape)); i >= 0 && term > sum * 1e-9; i--) {
    sum += term;
    term *= shape === Infinity ? i / mean : (i / (shape + i - 1)) * ((shape + mean) / mean);
  }
  return Math.min(1, sum);
}

function logProbability(n: number, mean: number, shape: number): number {
  if (shape === Infinity) return n * Math.log(mean) - mean - logGamma(n + 1);
  const share = mean / (shape + mean);
  return logGamma(shape + n) - logGamma(shape) - logGamma(n + 1) + n * Math.log(share) + shape * Math.log1p(-share);
}

/** Stirling's series, shifted to where eight digits are right. */
function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  while (at < 8) shift -= Math.log(at++);
  const inverse = 1 / at;
  const square = inverse * inverse;
  return (
    shift + (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + inverse * (1 / 12 - square * (1 / 360 - square / 1260))
  );
}
