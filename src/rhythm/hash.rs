//! Numbers that look thrown but follow from what they are asked about: the same question, the same answer, in whatever
//! order one asks.

/// A number from three others: the finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
/// generators", OOPSLA 2014), once for each.
pub(super) fn hash(key: u64, about: i64, nth: u64) -> u64 {
    [about.cast_unsigned(), nth].into_iter().fold(mix(key), |state, part| mix(state ^ part))
}

/// The like, from 0 to 1, 1 left out.
pub(super) fn unit(key: u64, about: i64, nth: u64) -> f64 {
    (hash(key, about, nth) >> 11) as f64 / (1_u64 << 53) as f64
}

fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_far_apart_and_the_middle_is_the_middle() {
        // The first output of the published generator for the seed 1234567.
        assert_eq!(mix(1_234_567), 6_457_827_717_110_365_317);
        let mean = (0..20_000).map(|day| unit(7, day, 1)).sum::<f64>() / 20_000.0;
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
        assert_ne!(hash(7, 1, 2), hash(7, 2, 1));
        assert_ne!(hash(7, 1, 2), hash(8, 1, 2));
    }
}
