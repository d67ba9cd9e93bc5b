//! Telephone numbers as people write them: which of them are the same.

/// The digits by which a number is known: without signs, China's code and a mobile number's leading zero. Empty where
/// there are too few to be a number.
pub fn phone_key(text: &str) -> String {
    let digits: String = text
        .chars()
        .filter_map(|c| c.to_digit(10).or_else(|| wide_digit(c)))
        .filter_map(|d| char::from_digit(d, 10))
        .collect();
    let is_mobile = |digits: &str| digits.len() == 11 && digits.starts_with('1');
    let shorter =
        ["0086", "86", "0"].iter().filter_map(|prefix| digits.strip_prefix(prefix)).find(|rest| is_mobile(rest));
    let key = shorter.unwrap_or(&digits);
    if key.len() < 5 { String::new() } else { key.to_owned() }
}

fn wide_digit(c: char) -> Option<u32> {
    ('０'..='９').contains(&c).then(|| c as u32 - '０' as u32)
}

#[cfg(test)]
mod tests {
    use super::phone_key;

    #[test]
    fn one_number_is_written_in_many_ways() {
        let ways = [
            "13900001234",
            "+86 139 0000 1234",
            "86-139-0000-1234",
            "013900001234",
            "１３９００００１２３４",
            "0086 13900001234",
        ];
        assert!(ways.iter().all(|way| phone_key(way) == "13900001234"));
        assert_eq!(phone_key("0536-8123456"), "05368123456");
        assert_eq!((phone_key("无"), phone_key("110")), (String::new(), String::new()));
    }
}
