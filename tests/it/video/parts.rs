//! Streams are cut into the very parts that were sent, however they come; what is no stream, or never ends, is refused
//! before it is large.

use proptest::prelude::*;
use zonglan::feeds::video::{Broken, Parts};

const MOST: usize = 4_096;

/// How a sender writes a part.
#[derive(Clone, Debug)]
struct Style {
    with_length: bool,
    line_end: &'static str,
    boundary: String,
}

fn style() -> impl Strategy<Value = Style> {
    let boundary = "-{0,2}[a-z0-9]{1,20}";
    (any::<bool>(), prop_oneof![Just("\r\n"), Just("\n")], boundary).prop_map(|(with_length, line_end, boundary)| {
        Style { with_length, line_end, boundary: format!("--{boundary}") }
    })
}

/// Bytes that hold no boundary and, where the length is not told, end in no line's end: that would be the boundary's.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![Just(0xff_u8), Just(b'\r'), Just(b'\n'), 1_u8..=44, 128_u8..=255];
    prop::collection::vec(byte, 0..600).prop_map(|mut bytes| {
        bytes.push(0xd9);
        bytes
    })
}

fn written(style: &Style, parts: &[Vec<u8>], ends: bool) -> Vec<u8> {
    let end = style.line_end;
    let mut out = Vec::new();
    for part in parts {
        out.extend(format!("{}{end}Content-Type: image/jpeg{end}", style.boundary).bytes());
        if style.with_length {
            out.extend(format!("content-length:  {}{end}", part.len()).bytes());
        }
        out.extend(end.bytes());
        out.extend(part);
        out.extend(end.bytes());
    }
    if ends {
        out.extend(format!("{}--{end}", style.boundary).bytes());
    }
    out
}

proptest! {
    #[test]
    fn a_stream_comes_apart_as_it_was_put_together(
        style in style(), parts in prop::collection::vec(bytes(), 1..8), piece in 1_usize..700
    ) {
        let stream = written(&style, &parts, true);
        let mut cut = Parts::new(MOST);
        let (mut found, mut ended) = (Vec::new(), false);
        for piece in stream.chunks(piece) {
            cut.take(piece);
            loop {
                match cut.part() {
                    Ok(Some(part)) => found.push(part),
                    Ok(None) => break,
                    Err(broken) => {
                        prop_assert_eq!(broken, Broken::Ended);
                        ended = true;
                        break;
                    }
                }
            }
            prop_assert!(cut.held() <= MOST + 700);
        }
        prop_assert_eq!(found, parts);
        prop_assert!(ended);
    }

    #[test]
    fn whatever_comes_nothing_large_is_held(stream in prop::collection::vec(any::<u8>(), 0..9_000), piece in 1_usize..900) {
        let mut cut = Parts::new(1_000);
        'stream: for piece in stream.chunks(piece) {
            cut.take(piece);
            loop {
                match cut.part() {
                    Ok(Some(part)) => prop_assert!(part.len() <= 1_000),
                    Ok(None) => break,
                    Err(_) => break 'stream,
                }
            }
            // A head's room, or a part's, and what came last.
            prop_assert!(cut.held() <= (8 << 10) + 900 + 130);
        }
    }
}

#[test]
fn a_part_is_there_as_soon_as_its_last_byte_is() {
    let mut cut = Parts::new(MOST);
    cut.take(b"--b\r\nContent-Length: 4\r\n\r\nab");
    assert_eq!(cut.part(), Ok(None));
    cut.take(b"cd");
    assert_eq!(cut.part(), Ok(Some(b"abcd".to_vec())));
    assert_eq!(cut.part(), Ok(None));
    cut.take(b"\r\n--b\r\nContent-Length: 1\r\n\r\nx");
    assert_eq!(cut.part(), Ok(Some(b"x".to_vec())));
}

#[test]
fn a_wrong_length_costs_its_own_part_at_most() {
    for length in [1, 3, 5, 200] {
        let mut cut = Parts::new(MOST);
        let wrong = format!("--b\r\nContent-Length: {length}\r\n\r\nabcd\r\n");
        cut.take(wrong.as_bytes());
        let mut found: Vec<_> = cut.part().unwrap().into_iter().collect();
        cut.take(b"--b\r\n\r\n");
        cut.take(&[b'.'; 300]);
        cut.take(b"\r\n--b\r\nContent-Length: 2\r\n\r\nef\r\n--b");
        while let Some(part) = cut.part().unwrap() {
            found.push(part);
        }
        assert_eq!(found.last().unwrap(), b"ef", "{length}");
    }
}

#[test]
fn what_is_no_stream_is_said_to_be_none() {
    let no_stream = |bytes: &[u8]| {
        let mut cut = Parts::new(MOST);
        cut.take(bytes);
        std::iter::repeat_with(|| cut.part()).take(9).find_map(Result::err)
    };
    assert_eq!(no_stream(b"<html>\nsign in</html>"), Some(Broken::NoStream));
    assert_eq!(no_stream(&[0x89; 9_000]), Some(Broken::NoStream));
    assert_eq!(no_stream(&[b"--".to_vec(), vec![b'b'; 200], b"\n".to_vec()].concat()), Some(Broken::NoStream));
    assert_eq!(no_stream(&[b"--b\n".to_vec(), vec![b'h'; 9_000]].concat()), Some(Broken::NoStream));
    assert_eq!(no_stream(b"--b\r\nContent-Length: 5000\r\n\r\n"), Some(Broken::TooLarge));
    assert_eq!(no_stream(b"--b\r\nContent-Length: 99999999999999999999999\r\n\r\nab\r\n--b--"), Some(Broken::Ended));
    assert_eq!(no_stream(&[b"--b\r\n\r\n".to_vec(), vec![7; 5_000]].concat()), Some(Broken::TooLarge));
    assert_eq!(no_stream(b"--b\r\n\r\nab\r\n--b--\r\n"), Some(Broken::Ended));
}
