//! Logarithms in whole numbers: what is ordered by them is ordered alike on every machine.

/// One bit of evidence, in the units in which scores are kept.
pub(super) const BIT: i64 = 256;

/// The logarithm to base 2 in 256ths, straight between powers of two (never off by more than a tenth of a bit); 0 of 0.
pub(super) fn log2(number: u64) -> i64 {
    let Some(exponent) = number.checked_ilog2() else { return 0 };
    let mantissa = if exponent >= 8 { number >> (exponent - 8) } else { number << (8 - exponent) };
    i64::from(exponent) * BIT + mantissa as i64 - BIT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_rise_and_are_nearly_right() {
        assert_eq!((log2(0), log2(1), log2(2), log2(1 << 40)), (0, 0, BIT, 40 * BIT));
        let mut before = -1;
        for number in 1..5_000 {
            assert!(log2(number) >= before, "{number}");
            before = log2(number);
        }
        for number in (1..5_000).chain((1..60).map(|shift| (1u64 << shift) + 3)) {
            let (ours, real) = (log2(number), (number as f64).log2() * BIT as f64);
            assert!((ours as f64 - real).abs() < 0.1 * BIT as f64, "{number}: {ours} and {real}");
        }
    }
}
