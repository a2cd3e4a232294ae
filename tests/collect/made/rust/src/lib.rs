//! A tiny shop.

/// Takes percent off a price in cents.
pub fn discount(cents: i64, percent: i64) -> i64 {
    cents - cents * percent / 100
}

#[cfg(test)]
mod tests {
    use super::discount;

    #[test]
    fn none() {
        assert_eq!(discount(1000, 0), 1000);
    }

    #[test]
    fn twenty() {
        println!("on the way out <&> é ]]>");
        assert_eq!(discount(1000, 20), 900, "a \"quoted\" <reason> & ]]> more");
    }

    #[test]
    #[ignore = "no stock service"]
    fn stock() {}

    #[test]
    #[should_panic]
    fn does_not_panic() {
        discount(1, 1);
    }
}
