//! What goes over the line. Every field that is received may be missing, and unknown ones are ignored.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::endpoint::{Endpoint, ReplyFormat, ThinkingSwitch, TokenLimit};

/// Answers are to be the likeliest ones.
const TEMPERATURE: f64 = 0.0;

/// A turn of the conversation. Only what was said is ever sent back, never what was thought.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Message {
    pub(crate) role: &'static str,
    pub(crate) content: String,
}

/// What is asked for besides the messages.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) format: ReplyFormat,
    pub(crate) schema: Value,
    pub(crate) think: bool,
    pub(crate) tokens: u64,
}

/// The body of a question.
pub(crate) fn body(endpoint: &Endpoint, messages: &[Message], wanted: &Wanted) -> Value {
    let mut body = Map::new();
    body.insert("model".into(), json!(endpoint.model));
    body.insert("messages".into(), json!(messages));
    body.insert("stream".into(), json!(true));
    let limit = match endpoint.capabilities.token_limit {
        TokenLimit::MaxTokens => "max_tokens",
        TokenLimit::MaxCompletionTokens => "max_completion_tokens",
    };
    body.insert(limit.into(), json!(wanted.tokens));
    if endpoint.capabilities.sampling {
        body.insert("temperature".into(), json!(TEMPERATURE));
    }
    let (name, value) = match endpoint.capabilities.thinking {
        ThinkingSwitch::None => ("", Value::Null),
        ThinkingSwitch::Thinking => {
            ("thinking", json!({"type": if wanted.think { "enabled" } else { "disabled" }}))
        }
        ThinkingSwitch::ChatTemplate => ("chat_template_kwargs", json!({"enable_thinking": wanted.think})),
        ThinkingSwitch::Effort => ("reasoning_effort", json!(if wanted.think { "medium" } else { "none" })),
    };
    if !name.is_empty() {
        body.insert(name.into(), value);
    }
    match wanted.format {
        ReplyFormat::Words => {}
        ReplyFormat::JsonObject => {
            body.insert("response_format".into(), json!({"type": "json_object"}));
        }
        ReplyFormat::JsonSchema => {
            let schema = json!({"name": "draft", "strict": true, "schema": wanted.schema});
            body.insert("response_format".into(), json!({"type": "json_schema", "json_schema": schema}));
        }
    }
    Value::Object(body)
}

/// A whole answer, or a piece of a streamed one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chunk {
    pub(crate) choices: Vec<Choice>,
    pub(crate) usage: Option<Usage>,
    pub(crate) error: Option<Value>,
    /// Spark's: anything but 0 is an error, whatever the HTTP status.
    pub(crate) code: Option<Value>,
    pub(crate) message: Option<String>,
}

impl Chunk {
    /// What the server says went wrong.
    pub(crate) fn failure(&self) -> Option<String> {
        if let Some(error) = self.error.as_ref().filter(|error| !error.is_null()) {
            let text = error.get("message").and_then(Value::as_str).or(error.as_str());
            return Some(text.map_or_else(|| error.to_string(), str::to_owned));
        }
        let code = self
            .code
            .as_ref()
            .filter(|code| !code.is_null() && **code != json!(0) && **code != json!("0"))?;
        Some(format!("code {code}: {}", self.message.as_deref().unwrap_or("no message")))
    }
}

/// One of the answers; the first is taken.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Choice {
    pub(crate) delta: Option<Said>,
    pub(crate) message: Option<Said>,
    pub(crate) finish_reason: Option<String>,
}

/// What was said, and what was thought.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    pub(crate) content: Option<String>,
    pub(crate) reasoning_content: Option<String>,
    pub(crate) reasoning: Option<String>,
    pub(crate) refusal: Option<String>,
}

/// Tokens used.
#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(default)]
pub(crate) struct Usage {
    pub(crate) total_tokens: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Preset;

    #[test]
    fn each_preset_is_asked_in_its_dialect() {
        for (preset, want) in [
            (Preset::SparkX, &["max_completion_tokens", "messages", "model", "stream", "thinking"][..]),
            (Preset::DeepSeek, &["max_tokens", "messages", "model", "response_format", "stream", "thinking"]),
            (
                Preset::QwenVllm,
                &[
                    "chat_template_kwargs",
                    "max_tokens",
                    "messages",
                    "model",
                    "response_format",
                    "stream",
                    "temperature",
                ],
            ),
            (
                Preset::Ollama,
                &[
                    "max_tokens",
                    "messages",
                    "model",
                    "reasoning_effort",
                    "response_format",
                    "stream",
                    "temperature",
                ],
            ),
        ] {
            let endpoint = Endpoint::new(preset.base(), preset.model(), None, preset.capabilities()).unwrap();
            let wanted =
                Wanted { format: preset.capabilities().format, schema: json!({}), think: false, tokens: 9 };
            let body = body(&endpoint, &[], &wanted);
            let mut keys: Vec<&String> = body.as_object().unwrap().keys().collect();
            keys.sort();
            assert_eq!(keys, want, "{preset:?}");
        }
    }

    #[test]
    fn errors_are_found_in_answers_that_say_200() {
        for (json, failed) in [
            (r#"{"code":10013,"message":"bad"}"#, true),
            (r#"{"code":0,"message":"Success","choices":[]}"#, false),
            (r#"{"error":{"message":"no"}}"#, true),
            (r#"{"error":"no"}"#, true),
            (r#"{"error":null,"choices":[]}"#, false),
        ] {
            assert_eq!(serde_json::from_str::<Chunk>(json).unwrap().failure().is_some(), failed, "{json}");
        }
    }
}
