//! Every way in which servers tell thoughts from answers.

use chat::Preset;

use crate::server::{Act, Server, delta, http, raw, said, stream};
use crate::{DRAFT, SENTENCE, answer, by_model, options};

/// Thoughts that must never be shown.
const THOUGHT: &str = "The patient SECRET-THOUGHT {\"sections\":[]}";

fn works(act: Act, preset: Preset) {
    let server = Server::new(vec![act]);
    let answer = answer(&server, preset, options());
    assert_eq!(by_model(&answer), [SENTENCE], "{answer:#?}");
    assert!(answer.header.notes.is_empty() && answer.header.reasoner.contains(preset.model()));
    assert!(!serde_json::to_string(&answer).unwrap().contains("SECRET-THOUGHT"));
}

fn with(thoughts: Vec<String>, text: &str) -> Act {
    stream(&thoughts.into_iter().chain(said(text)).collect::<Vec<_>>())
}

#[test]
fn thoughts_beside_the_answer() {
    for field in ["reasoning_content", "reasoning"] {
        works(with(vec![delta(field, THOUGHT), delta(field, "more")], DRAFT), Preset::DeepSeek);
    }
}

#[test]
fn thoughts_within_the_answer() {
    works(with(vec![], &format!("<think>{THOUGHT}</think>\n{DRAFT}")), Preset::QwenVllm);
    works(with(vec![], &format!("{THOUGHT}</think>{DRAFT}")), Preset::QwenVllm);
}

#[test]
fn an_answer_in_the_place_of_thoughts() {
    works(stream(&[delta("reasoning_content", DRAFT)]), Preset::QwenVllm);
}

#[test]
fn letters_cut_between_pieces_and_data_without_a_blank() {
    let events: String = said(DRAFT).iter().map(|event| format!(": a comment\ndata:{event}\n\n")).collect();
    let usage = r#"data:{"choices":[],"usage":{"total_tokens":77}}"#;
    let bytes = http(
        200,
        &[("Content-Type", "text/event-stream; charset=utf-8")],
        &format!("{events}{usage}\n\ndata:[DONE]\n\n"),
    );
    works(Act::Send(bytes.chunks(11).map(<[u8]>::to_vec).collect()), Preset::LlamaServer);
}

#[test]
fn an_answer_in_one_piece() {
    let body = serde_json::json!({"id": "x", "choices": [{"index": 0, "message": {"role": "assistant", "content": DRAFT}}], "unknown": {}});
    works(raw(200, "application/json", &body.to_string()), Preset::Ollama);
}

#[test]
fn words_around_the_json() {
    works(with(vec![], &format!("好的，结果如下：\n```json\n{DRAFT}\n```")), Preset::SparkX);
}

/// Streams as each server's documentation has them, on the facts of these tests.
#[test]
fn each_preset_reads_its_servers_stream() {
    for (preset, text) in [
        (Preset::SparkX, include_str!("streams/spark-x.sse")),
        (Preset::DeepSeek, include_str!("streams/deepseek.sse")),
        (Preset::QwenVllm, include_str!("streams/qwen-vllm.sse")),
        (Preset::LlamaServer, include_str!("streams/llama-server.sse")),
        (Preset::Ollama, include_str!("streams/ollama.sse")),
    ] {
        works(raw(200, "text/event-stream", text), preset);
    }
}

#[test]
fn a_plan_comes_first_where_thinking_is_asked_for() {
    let server = Server::new(vec![
        with(vec![delta("reasoning_content", THOUGHT)], "F5 最要紧。"),
        with(vec![], DRAFT),
    ]);
    let mut options = options();
    options.think = true;
    let answer = answer(&server, Preset::DeepSeek, options);
    assert_eq!(by_model(&answer), [SENTENCE]);
    let asked = server.asked();
    assert!(
        asked[0].contains(r#""thinking":{"type":"enabled"}"#) && !asked[0].contains("response_format"),
        "{}",
        asked[0]
    );
    assert!(asked[1].contains(r#""thinking":{"type":"disabled"}"#) && asked[1].contains("F5 最要紧。"));
    assert!(asked.iter().all(|asked| !asked.contains("SECRET-THOUGHT")), "what was thought was sent back");
}
