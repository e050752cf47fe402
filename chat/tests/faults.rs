//! Everything that goes wrong: the answer is whole all the same, and says who wrote it.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use chat::{Chat, Endpoint, Preset};
use reasoning::answer::{SummaryOptions, summarize};

use crate::server::{Act, Server, delta, http, raw, said, stream};
use crate::{DRAFT, SENTENCE, answer, by_model, dossier, fell_back, options};

#[test]
fn a_busy_server_is_asked_again_when_it_says() {
    let busy = Act::Send(vec![http(429, &[("Retry-After", "1")], "slow down")]);
    let server = Server::new(vec![busy, stream(&said(DRAFT))]);
    let start = Instant::now();
    let answer = answer(&server, Preset::DeepSeek, options());
    assert_eq!(by_model(&answer), [SENTENCE]);
    assert!(start.elapsed() >= Duration::from_secs(1) && server.asked().len() == 2);
}

#[test]
fn a_server_that_stays_busy_is_given_up() {
    let server = Server::new(vec![Act::Send(vec![http(503, &[("Retry-After", "0")], "no")])]);
    assert!(fell_back(&answer(&server, Preset::SparkX, options())));
    assert_eq!(server.asked().len(), 4);
}

#[test]
fn a_wrong_key_is_not_tried_twice() {
    let server = Server::new(vec![raw(401, "application/json", r#"{"error":{"message":"bad key"}}"#)]);
    let answer = answer(&server, Preset::DeepSeek, options());
    assert!(fell_back(&answer) && answer.header.notes[0].contains("401"), "{:?}", answer.header);
    assert_eq!(server.asked().len(), 1);
    assert!(server.asked()[0].to_lowercase().contains("authorization: bearer secret-key"));
    assert!(!format!("{answer:?}").contains("secret-key"));
}

#[test]
fn a_form_that_is_refused_is_weakened() {
    for status in [400, 422, 500] {
        let refuse = || raw(status, "application/json", r#"{"error":"response_format is not supported"}"#);
        let server = Server::new(vec![refuse(), refuse(), stream(&said(DRAFT))]);
        assert_eq!(by_model(&answer(&server, Preset::QwenVllm, options())), [SENTENCE], "{status}");
        let asked = server.asked();
        assert!(
            asked[0].contains("json_schema")
                && asked[1].contains("json_object")
                && !asked[2].contains("response_format")
        );
    }
}

#[test]
fn an_error_with_status_200_is_an_error() {
    let server =
        Server::new(vec![raw(200, "application/json", r#"{"code":11200,"message":"no licence","sid":"x"}"#)]);
    let answer = answer(&server, Preset::SparkX, options());
    assert!(fell_back(&answer) && answer.header.notes[0].contains("11200"), "{:?}", answer.header);
    let server = Server::new(vec![stream(&[r#"{"error":{"message":"overloaded"}}"#.into()])]);
    assert!(fell_back(&crate::answer(&server, Preset::DeepSeek, options())));
}

#[test]
fn json_that_was_cut_counts_as_far_as_it_goes() {
    let cut = DRAFT.strip_suffix("]}]}").unwrap();
    let server = Server::new(vec![stream(&said(&format!("{cut},{{\"text\":\"患者")))]);
    assert_eq!(by_model(&answer(&server, Preset::DeepSeek, options())), [SENTENCE]);
}

#[test]
fn an_answer_in_no_form_is_asked_for_once_more() {
    let server = Server::new(vec![stream(&said("我无法输出 JSON。")), stream(&said(DRAFT))]);
    assert_eq!(by_model(&answer(&server, Preset::SparkX, options())), [SENTENCE]);
    let server = Server::new(vec![stream(&said("no"))]);
    assert!(fell_back(&answer(&server, Preset::SparkX, options())));
    let server = Server::new(vec![stream(&[])]);
    assert!(fell_back(&answer(&server, Preset::SparkX, options())));
}

#[test]
fn a_refusal_and_nonsense_fall_back() {
    let refusal = stream(&[delta("refusal", "I cannot")]);
    for act in [
        refusal,
        raw(200, "application/json", "<html>"),
        raw(200, "text/event-stream", "data: {nonsense\n\n"),
        Act::Send(vec![b"nonsense".to_vec()]),
    ] {
        assert!(fell_back(&answer(&Server::new(vec![act]), Preset::DeepSeek, options())));
    }
}

#[test]
fn silence_ends_and_is_not_repeated_once_something_was_said() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".to_vec();
    let begun = [head, format!("data: {}\n\n", delta("content", "{")).into_bytes()].concat();
    let server = Server::new(vec![Act::Stall(begun, Duration::from_secs(4))]);
    let mut options = options();
    options.idle = Some(Duration::from_millis(400));
    let start = Instant::now();
    assert!(fell_back(&answer(&server, Preset::DeepSeek, options)));
    assert!(start.elapsed() < Duration::from_secs(15) && server.asked().len() == 1);
}

#[test]
fn thoughts_are_signs_of_life_and_the_budget_of_time_ends_them() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".to_vec();
    let thought = format!("data: {}\n\n", delta("reasoning_content", "hm")).into_bytes();
    let pieces = std::iter::once(head).chain(std::iter::repeat_n(thought, 1500)).collect();
    let server = Server::new(vec![Act::Send(pieces)]);
    let mut options = options();
    options.budget.time = Duration::from_millis(700);
    let start = Instant::now();
    let answer = answer(&server, Preset::DeepSeek, options);
    assert!(fell_back(&answer) && answer.header.notes[0].contains("0.7 s"), "{:?}", answer.header);
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn the_budget_of_tokens_ends_it() {
    let usage = serde_json::json!({"choices": [], "usage": {"total_tokens": 900}}).to_string();
    let events: Vec<String> = said("no json").into_iter().chain([usage]).collect();
    let server = Server::new(vec![stream(&events)]);
    let mut options = options();
    options.budget.tokens = 800;
    let answer = answer(&server, Preset::DeepSeek, options);
    assert!(fell_back(&answer) && answer.header.notes[0].contains("800 tokens"), "{:?}", answer.header);
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn nobody_there() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let endpoint =
        Endpoint::new(&format!("http://127.0.0.1:{port}/v1"), "m", None, Preset::Ollama.capabilities())
            .unwrap();
    let mut chat = Chat::new(endpoint, options()).unwrap();
    assert!(fell_back(&summarize(&dossier(), &mut chat, &SummaryOptions::default(), &mut |_| {})));
}

#[test]
fn a_redirect_is_not_followed() {
    let other = Server::new(vec![stream(&said(DRAFT))]);
    let away = Act::Send(vec![http(307, &[("Location", &format!("{}/chat/completions", other.base()))], "")]);
    assert!(fell_back(&answer(&Server::new(vec![away]), Preset::DeepSeek, options())));
    assert!(other.asked().is_empty());
}

/// What a weak model writes, and what becomes of it.
#[test]
fn false_sentences_are_sent_back_twice_and_dropped() {
    let wrong = r#"{"sections":[{"title":"诊断","claims":[{"text":"出院诊断：右肺上叶结节。","cites":["F5"]},{"text":"患者有出血高风险。","cites":["F5"]},{"text":"诊断{F99.text}。","cites":["F99"]}]}]}"#;
    let server = Server::new(vec![stream(&said(wrong))]);
    let answer = answer(&server, Preset::DeepSeek, options());
    assert_eq!(server.asked().len(), 3);
    assert!(server.asked()[1].contains("左肺上叶结节") && server.asked()[1].contains("V7 side"));
    assert!(by_model(&answer).is_empty() && answer.not_verified.len() == 3, "{answer:#?}");
    let text: String =
        answer.sections.iter().flat_map(|section| &section.claims).map(|claim| claim.text.clone()).collect();
    assert!(text.contains("左肺上叶结节") && !text.contains("右肺") && !text.contains("出血"), "{text}");
}

#[test]
fn what_is_mended_stands() {
    let wrong = DRAFT.replace("包括{F5.text}", "包括右肺上叶结节");
    let server = Server::new(vec![stream(&said(&wrong)), stream(&said(DRAFT))]);
    let answer = answer(&server, Preset::DeepSeek, options());
    assert_eq!(by_model(&answer), [SENTENCE]);
    assert!(answer.not_verified.is_empty());
}
