#[test]
fn replay() {
    let Ok(list) = std::env::var("BYTES") else { return };
    let bytes: Vec<u8> = list
        .split(|c: char| !c.is_ascii_digit())
        .filter(|s| !s.is_empty())
        .map(|s| s.parse().unwrap())
        .collect();
    host_tests::models::descriptors::check(&bytes);
}
