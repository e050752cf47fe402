//! Addresses, presets, and what a server is capable of.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use reasoning::answer::{ReasonerError, ReasonerErrorKind};
use reqwest::Url;

/// The path below the base address.
const PATH: &str = "chat/completions";

/// How strictly a server can be told the form of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReplyFormat {
    /// By words alone.
    Words,
    /// That it be a JSON object.
    JsonObject,
    /// By a JSON Schema.
    JsonSchema,
}

/// How a server's model is told to think, or not to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThinkingSwitch {
    /// There is no switch.
    None,
    /// `thinking: {"type": "enabled" | "disabled"}`.
    Thinking,
    /// `chat_template_kwargs: {"enable_thinking": bool}`.
    ChatTemplate,
    /// `reasoning_effort: "none" | "medium"`.
    Effort,
}

/// What the limit of tokens is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenLimit {
    /// `max_tokens`.
    MaxTokens,
    /// `max_completion_tokens`, private thoughts counted in.
    MaxCompletionTokens,
}

/// What a server is capable of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// The strictest form it takes; where it refuses, the next weaker is used from then on.
    pub format: ReplyFormat,
    /// How thinking is switched.
    pub thinking: ThinkingSwitch,
    /// What the limit of tokens is called.
    pub token_limit: TokenLimit,
    /// Whether a temperature may be sent.
    pub sampling: bool,
}

/// A server with a model.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    url: Url,
    /// The model's name.
    pub model: String,
    /// What is sent as bearer token; nothing for a server that wants none.
    pub key: Option<String>,
    /// What the server is capable of.
    pub capabilities: Capabilities,
}

impl fmt::Debug for Endpoint {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.key.as_ref().map(|_| "...");
        f.debug_struct("Endpoint")
            .field("url", &self.url.as_str())
            .field("model", &self.model)
            .field("key", &key)
            .finish()
    }
}

impl Endpoint {
    /// The server at `base`, an address that ends before `/chat/completions`: `https://api.example.org/v1`. No version is
    /// put in: servers differ in it.
    ///
    /// # Errors
    /// Where that is no HTTP address, or has a password in it.
    pub fn new(
        base: &str,
        model: &str,
        key: Option<String>,
        capabilities: Capabilities,
    ) -> Result<Self, ReasonerError> {
        let wrong = |what: &str| {
            ReasonerError::new(
                ReasonerErrorKind::Settings,
                format!("the endpoint is {base:?}, {what}, expected an address such as https://host/v1"),
            )
        };
        let bare = base.trim().trim_end_matches('/');
        let bare = bare.strip_suffix(PATH).unwrap_or(bare).trim_end_matches('/');
        let url = Url::parse(&format!("{bare}/{PATH}")).map_err(|error| wrong(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(wrong("which is no HTTP address"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("which has a name or password in it"));
        }
        let key = key.map(|key| key.trim().to_owned()).filter(|key| !key.is_empty());
        Ok(Self { url, model: model.to_owned(), key, capabilities })
    }

    /// Where questions go.
    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    /// The server, for messages: `api.example.org`.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or("")
    }

    /// Whether the server is on this machine: its address is one of the loopback, written as a number or as `localhost`.
    pub fn is_loopback(&self) -> bool {
        let host = self.host().trim_matches(['[', ']']);
        host.eq_ignore_ascii_case("localhost")
            || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

/// Servers that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// iFlytek Spark X.
    SparkX,
    /// DeepSeek.
    DeepSeek,
    /// Qwen on vLLM.
    QwenVllm,
    /// llama-server of llama.cpp.
    LlamaServer,
    /// Ollama.
    Ollama,
}

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 5] =
        [Self::SparkX, Self::DeepSeek, Self::QwenVllm, Self::LlamaServer, Self::Ollama];

    /// Its name: `spark-x`.
    pub fn name(self) -> &'static str {
        match self {
            Self::SparkX => "spark-x",
            Self::DeepSeek => "deepseek",
            Self::QwenVllm => "qwen-vllm",
            Self::LlamaServer => "llama-server",
            Self::Ollama => "ollama",
        }
    }

    /// The usual address of the server; it ends before `/chat/completions`.
    pub fn base(self) -> &'static str {
        match self {
            Self::SparkX => "https://spark-api-open.xf-yun.com/v2",
            Self::DeepSeek => "https://api.deepseek.com/v1",
            Self::QwenVllm => "http://127.0.0.1:8000/v1",
            Self::LlamaServer => "http://127.0.0.1:8080/v1",
            Self::Ollama => "http://127.0.0.1:11434/v1",
        }
    }

    /// The model that is asked for where none is named.
    pub fn model(self) -> &'static str {
        match self {
            Self::SparkX => "spark-x",
            Self::DeepSeek => "deepseek-chat",
            Self::QwenVllm => "Qwen/Qwen3-8B",
            Self::LlamaServer => "default",
            Self::Ollama => "qwen3",
        }
    }

    /// The variable of the environment that holds the key.
    pub fn key_variable(self) -> &'static str {
        match self {
            Self::SparkX => "SPARK_API_PASSWORD",
            Self::DeepSeek => "DEEPSEEK_API_KEY",
            Self::QwenVllm => "VLLM_API_KEY",
            Self::LlamaServer => "LLAMA_API_KEY",
            Self::Ollama => "OLLAMA_API_KEY",
        }
    }

    /// What the server is capable of, as documented.
    pub fn capabilities(self) -> Capabilities {
        use ReplyFormat::{JsonObject, JsonSchema, Words};
        let (format, thinking, token_limit, sampling) = match self {
            // Temperature and top_p are fixed, and response_format is not documented.
            Self::SparkX => (Words, ThinkingSwitch::Thinking, TokenLimit::MaxCompletionTokens, false),
            Self::DeepSeek => (JsonObject, ThinkingSwitch::Thinking, TokenLimit::MaxTokens, false),
            Self::QwenVllm => (JsonSchema, ThinkingSwitch::ChatTemplate, TokenLimit::MaxTokens, true),
            Self::LlamaServer => (JsonSchema, ThinkingSwitch::ChatTemplate, TokenLimit::MaxTokens, true),
            Self::Ollama => (JsonSchema, ThinkingSwitch::Effort, TokenLimit::MaxTokens, true),
        };
        Capabilities { format, thinking, token_limit, sampling }
    }
}

impl FromStr for Preset {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|preset| preset.name() == text).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("preset is {text:?}, expected one of {names}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(base: &str) -> Result<Endpoint, ReasonerError> {
        Endpoint::new(base, "m", Some(" key ".into()), Preset::Ollama.capabilities())
    }

    #[test]
    fn no_version_is_put_in() {
        for (base, url) in [
            (
                "https://spark-api-open.xf-yun.com/v2/",
                "https://spark-api-open.xf-yun.com/v2/chat/completions",
            ),
            ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1/chat/completions"),
            ("http://localhost:1/v1/chat/completions", "http://localhost:1/v1/chat/completions"),
            ("http://[::1]:9", "http://[::1]:9/chat/completions"),
        ] {
            assert_eq!(at(base).unwrap().url().as_str(), url);
        }
        for base in ["", "ftp://host/v1", "host/v1", "https://a:b@host/v1"] {
            assert!(at(base).is_err(), "{base}");
        }
    }

    #[test]
    fn only_the_loopback_is_this_machine() {
        for (base, own) in [
            ("http://127.0.0.1/v1", true),
            ("http://127.8.8.8/v1", true),
            ("http://[::1]:80/v1", true),
            ("http://localhost:80/v1", true),
            ("http://localhost.example.org/v1", false),
            ("http://127.0.0.1.example.org/v1", false),
            ("http://192.168.0.1/v1", false),
            ("http://0.0.0.0/v1", false),
        ] {
            assert_eq!(at(base).unwrap().is_loopback(), own, "{base}");
        }
    }

    #[test]
    fn keys_are_not_shown() {
        let endpoint = at("http://localhost/v1").unwrap();
        assert_eq!(endpoint.key.as_deref(), Some("key"));
        assert!(!format!("{endpoint:?}").contains("key\""), "{endpoint:?}");
    }

    #[test]
    fn presets_have_names_and_addresses() {
        for preset in Preset::ALL {
            assert_eq!(preset.name().parse(), Ok(preset));
            assert!(Endpoint::new(preset.base(), preset.model(), None, preset.capabilities()).is_ok());
        }
        assert!("gpt".parse::<Preset>().is_err());
    }
}
