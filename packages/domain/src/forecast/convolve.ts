/** Fewer products than this are faster to add up directly, which is also exact. */
const MANY_PRODUCTS = 500_000;
/** The rounding error of a transform at a true value of 0. */
const NOISE = 1e-15;

/**
 * The probabilities of the sum of two independent numbers, from those of the numbers. Wide distributions use a fast Fourier
 * transform, with an error below 10^-12.
 */
export function convolve(a: Float64Array, b: Float64Array): Float64Array {
  return a.length * b.length < MANY_PRODUCTS ? productByProduct(a, b) : byTransform(a, b);
}

function productByProduct(a: Float64Array, b: Float64Array): Float64Array {
  const sum = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) {
    const share = a[i] as number;
    if (share === 0) continue;
    for (let j = 0; j < b.length; j++) sum[i + j] = (sum[i + j] as number) + share * (b[j] as number);
  }
  return sum;
}

/** One transform for both: a as the real part, b as the imaginary one. */
function byTransform(a: Float64Array, b: Float64Array): Float64Array {
  const length = a.length + b.length - 1;
  const size = 2 ** Math.ceil(Math.log2(length));
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  real.set(a);
  imaginary.set(b);
  transform(real, imaginary);
  for (let k = 0; k <= size / 2; k++) {
    const mirrored = (size - k) % size;
    const [x, y] = [real[k] as number, imaginary[k] as number];
    const [u, v] = [real[mirrored] as number, imaginary[mirrored] as number];
    real[k] = real[mirrored] = (x * y + u * v) / 2;
    const part = (u * u - v * v - x * x + y * y) / 4;
    [imaginary[k], imaginary[mirrored]] = [part, -part];
  }
  // The inverse transform: exchange the parts, and divide by the size.
  transform(imaginary, real);
  const sum = real.subarray(0, length).map((share) => (share / size < NOISE ? 0 : share / size));
  const total = sum.reduce((all, share) => all + share, 0);
  const before = a.reduce((all, share) => all + share, 0) * b.reduce((all, share) => all + share, 0);
  return sum.map((share) => (share * before) / total);
}

/** In place; the size is a power of 2. J. Cooley and J. Tukey (1965). */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  reverseBits(real, imaginary);
  const cosines = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
  const sines = Float64Array.from({ length: size / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
  for (let half = 1; half < size; half *= 2) {
    const stride = size / (2 * half);
    for (let start = 0; start < size; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const [low, high] = [start + k, start + k + half];
        const [c, s] = [cosines[k * stride] as number, sines[k * stride] as number];
        const [x, y] = [real[high] as number, imaginary[high] as number];
        const [u, v] = [x * c - y * s, x * s + y * c];
        real[high] = (real[low] as number) - u;
        imaginary[high] = (imaginary[low] as number) - v;
        real[low] = (real[low] as number) + u;
        imaginary[low] = (imaginary[low] as number) + v;
      }
    }
  }
}

function reverseBits(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    for (const part of [real, imaginary]) {
      const kept = part[i] as number;
      part[i] = part[j] as number;
      part[j] = kept;
    }
  }
}
