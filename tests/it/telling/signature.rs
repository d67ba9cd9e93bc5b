//! Signatures, against the published vectors and against the formula of RFC 2104 written out.

use super::endpoint::{Endpoint, KEY, Reply, secret};
use super::world::{World, settings};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use zonglan::domain::Timestamp;
use zonglan::telling::Secrets;

/// RFC 2104 with SHA-256, by its formula: H(K ⊕ opad, H(K ⊕ ipad, text)).
pub(super) fn hmac_sha256(key: &[u8], text: &[u8]) -> Vec<u8> {
    let key = if key.len() > 64 { Sha256::digest(key).to_vec() } else { key.to_vec() };
    let padded = |with: u8| -> Vec<u8> { (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ with).collect() };
    let inner = Sha256::digest([&padded(0x36)[..], text].concat());
    Sha256::digest([&padded(0x5c)[..], &inner[..]].concat()).to_vec()
}

#[test]
fn the_published_vectors_are_met() {
    let vectors = [
        (
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
        (
            "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            1_649_367_553,
            r#"{"email":"test@example.com","username":"test_user"}"#,
            "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
        ),
    ];
    for (secret, id, at, body, signature) in vectors {
        assert_eq!(Secrets::parse(secret).unwrap().sign(id, Timestamp(at), body), signature);
        let key = STANDARD.decode(&secret[6..]).unwrap();
        let own = STANDARD.encode(hmac_sha256(&key, format!("{id}.{at}.{body}").as_bytes()));
        assert_eq!(format!("v1,{own}"), signature, "the formula of this test is the standard's");
    }
    let both = Secrets::parse(&format!("{} {}\n", vectors[0].0, vectors[1].0)).unwrap();
    let (_, id, at, body, first) = vectors[0];
    let words = both.sign(id, Timestamp(at), body);
    assert!(words.starts_with(first) && words.split(' ').count() == 2, "{words}");
}

#[test]
fn what_is_no_secret_is_refused_without_being_said() {
    for (text, says) in [
        ("", "no secret"),
        ("geheim-geheim-geheim-geheim-geheim", "begins with whsec_"),
        ("whsec_?????", "Base64"),
        ("whsec_c2hvcnQ=", "24 to 64 bytes"),
    ] {
        let why = Secrets::parse(text).unwrap_err();
        assert!(why.contains(says) && !why.contains("geheim"), "{why}");
    }
    let shown = format!("{:?}", Secrets::parse(&secret()).unwrap());
    assert!(!shown.contains(&STANDARD.encode(KEY)[..8]), "{shown}");
}

#[test]
fn a_test_message_is_signed_and_concerns_nobody() {
    let server =
        Endpoint::start(|nth, _| if nth < 2 { Reply::Say(202, vec![]) } else { Reply::Body(403, "nein".into()) });
    let world = World::new();
    let endpoint = settings(&server).endpoints.remove(0);
    assert_eq!(world.test(&endpoint).unwrap(), 202);
    assert_eq!(world.test(&endpoint).unwrap(), 202);
    let got = server.got();
    got.iter().for_each(|one| one.check_signature(world.now()));
    assert_ne!(got[0].id(), got[1].id(), "two tests are two messages");
    assert_eq!((got[0].kind().as_str(), got[0].path.as_str()), ("zonglan.test", "/hook"));
    let error = world.test(&endpoint).unwrap_err().to_string();
    assert!(error.contains("403") && error.contains("nein"), "{error}");
}
