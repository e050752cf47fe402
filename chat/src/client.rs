//! One question and its streamed answer.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use eventsource_stream::{EventStreamError, Eventsource};
use futures_util::StreamExt;
use reasoning::answer::ReasonerErrorKind as Kind;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode};

use crate::endpoint::Endpoint;
use crate::error::Failure;
use crate::wire::{Chunk, Message, Said, Wanted, body};

/// A server that does not take a connection in this time is not there.
const CONNECT: Duration = Duration::from_secs(10);
/// A model thinks long, but its server streams what it thinks: silence for so long is a dead line.
const IDLE: Duration = Duration::from_secs(120);
/// A question is asked so often again at most.
const RETRIES: usize = 3;
/// The longest wait that a server may ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// The longest answer: a summary has under 100 kB; thoughts count as well.
const LONGEST_ANSWER: usize = 8 << 20;
/// So much of an error's body is told.
const TOLD: usize = 300;

/// What came back.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Answered {
    /// What was said, thoughts in it or not.
    pub(crate) content: String,
    /// What was thought, kept only until it is known whether anything was said.
    pub(crate) thought: String,
    /// Tokens used, as the server counts them.
    pub(crate) tokens: u64,
    /// Whether the answer was cut at the limit of tokens.
    pub(crate) cut: bool,
}

/// Asks a server.
pub(crate) struct Line {
    client: Client,
    pub(crate) endpoint: Endpoint,
    idle: Duration,
}

impl Line {
    /// To `endpoint`. Redirects and proxies are not followed: what is sent goes to the address given and nowhere else.
    pub(crate) fn new(endpoint: Endpoint, idle: Option<Duration>) -> Result<Self, Failure> {
        // Where another part of the program has chosen one already, that is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let idle = idle.unwrap_or(IDLE);
        let builder = Client::builder().connect_timeout(CONNECT).read_timeout(idle).no_proxy();
        let client = builder.redirect(reqwest::redirect::Policy::none()).build();
        let client = client.map_err(|error| {
            Failure::new(Kind::Settings, "no connection can be prepared").caused_by(error)
        })?;
        Ok(Self { client, endpoint, idle })
    }

    /// Asks, again where that may help; never after something was said.
    pub(crate) async fn ask(&self, messages: &[Message], wanted: &Wanted) -> Result<Answered, Failure> {
        let body = body(&self.endpoint, messages, wanted);
        let retry = ExponentialBuilder::default()
            .with_jitter()
            .with_min_delay(Duration::from_millis(300))
            .with_max_times(RETRIES);
        (|| self.once(&body))
            .retry(retry)
            .when(|failure: &Failure| failure.again && !failure.form)
            .adjust(|failure, delay| {
                delay.map(|delay| failure.after.map_or(delay, |after| after.min(LONGEST_WAIT)))
            })
            .await
            .map_err(|failure| {
                if failure.form && wanted.format == crate::ReplyFormat::Words {
                    Failure { form: false, ..failure }
                } else {
                    failure
                }
            })
    }

    async fn once(&self, body: &serde_json::Value) -> Result<Answered, Failure> {
        let mut request = self.client.post(self.endpoint.url().clone()).json(body);
        if let Some(key) = &self.endpoint.key {
            request = request.bearer_auth(key);
        }
        let response = request.send().await.map_err(|error| self.lost(error))?;
        if !response.status().is_success() {
            return Err(self.refused(response, body.get("response_format").is_some()).await);
        }
        let kind = response
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or("")
            .to_ascii_lowercase();
        if kind.contains("json") { self.whole(response).await } else { self.streamed(response).await }
    }

    fn lost(&self, error: reqwest::Error) -> Failure {
        let host = self.endpoint.host();
        let told = if error.is_timeout() {
            format!("{host} says nothing for {} s", self.idle.as_secs_f32())
        } else {
            format!("{host} cannot be reached")
        };
        let again = error.is_connect();
        Failure { again, ..Failure::new(Kind::Connection, told).caused_by(error) }
    }

    /// An HTTP error.
    async fn refused(&self, response: Response, has_form: bool) -> Failure {
        let status = response.status();
        let wait = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|wait| wait.to_str().ok()?.trim().parse::<f64>().ok());
        let text = read_all(response, TOLD * 4).await.unwrap_or_default();
        let text: String = String::from_utf8_lossy(&text).chars().take(TOLD).collect();
        let again = matches!(status.as_u16(), 408 | 409 | 429) || status.is_server_error();
        // Servers answer 400, 422 or even 500 to a form that they do not know.
        let form =
            has_form && (matches!(status.as_u16(), 400 | 422) || status == StatusCode::INTERNAL_SERVER_ERROR);
        let after = wait.filter(|wait| wait.is_finite() && *wait >= 0.0).map(Duration::from_secs_f64);
        let told = format!("{} answers {}: {}", self.endpoint.host(), status.as_u16(), text.trim());
        Failure { again, after, form, ..Failure::new(Kind::Refused, told) }
    }

    /// An answer in one piece.
    async fn whole(&self, response: Response) -> Result<Answered, Failure> {
        let bytes = read_all(response, LONGEST_ANSWER).await?;
        let chunk: Chunk = serde_json::from_slice(&bytes).map_err(|error| {
            Failure::new(Kind::Form, format!("{} answers what is no JSON", self.endpoint.host()))
                .caused_by(error)
        })?;
        let mut answered = Answered::default();
        self.take(&mut answered, chunk)?;
        Ok(answered)
    }

    /// An answer piece by piece. Thoughts count as signs of life.
    async fn streamed(&self, response: Response) -> Result<Answered, Failure> {
        let mut events = response.bytes_stream().eventsource();
        let mut answered = Answered::default();
        let mut length = 0;
        while let Some(event) = events.next().await {
            let event = match event {
                Ok(event) => event,
                Err(error) => return Err(self.broken(error, &answered)),
            };
            let data = event.data.trim();
            if data == "[DONE]" {
                return Ok(answered);
            }
            length += data.len();
            if length > LONGEST_ANSWER {
                return Err(Failure::new(
                    Kind::Budget,
                    format!("the answer is longer than {LONGEST_ANSWER} bytes"),
                ));
            }
            if data.is_empty() {
                continue;
            }
            let chunk: Chunk = serde_json::from_str(data).map_err(|error| {
                Failure::new(Kind::Form, format!("{} streams what is no JSON", self.endpoint.host()))
                    .caused_by(error)
            })?;
            self.take(&mut answered, chunk)?;
        }
        if answered == Answered::default() {
            return Err(Failure::new(
                Kind::Connection,
                format!("{} ends without an answer", self.endpoint.host()),
            )
            .again());
        }
        Ok(answered)
    }

    /// A line that broke: worth another try unless something was said already.
    fn broken(&self, error: EventStreamError<reqwest::Error>, answered: &Answered) -> Failure {
        let silent = matches!(&error, EventStreamError::Transport(error) if error.is_timeout());
        let host = self.endpoint.host();
        let told = if silent {
            format!("{host} says nothing for {} s", self.idle.as_secs_f32())
        } else {
            format!("the line to {host} broke")
        };
        let again = !silent && answered.content.is_empty();
        Failure { again, ..Failure::new(Kind::Connection, told).caused_by(error.to_string()) }
    }

    fn take(&self, answered: &mut Answered, chunk: Chunk) -> Result<(), Failure> {
        if let Some(told) = chunk.failure() {
            return Err(Failure::new(
                Kind::Refused,
                format!("{} answers an error: {told}", self.endpoint.host()),
            ));
        }
        if let Some(usage) = chunk.usage {
            answered.tokens = answered.tokens.max(usage.total_tokens);
        }
        let Some(choice) = chunk.choices.into_iter().next() else { return Ok(()) };
        answered.cut |= choice.finish_reason.as_deref() == Some("length");
        let Said { content, reasoning_content, reasoning, refusal } =
            choice.delta.or(choice.message).unwrap_or_default();
        if let Some(refusal) = refusal.filter(|refusal| !refusal.is_empty()) {
            return Err(Failure::new(Kind::Refused, format!("the model refuses: {refusal}")));
        }
        answered.content.push_str(&content.unwrap_or_default());
        answered.thought.push_str(&reasoning_content.or(reasoning).unwrap_or_default());
        Ok(())
    }
}

/// A body of at most `most` bytes; what is longer is cut.
async fn read_all(response: Response, most: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut stream = response.bytes_stream();
    while let Some(piece) = stream.next().await {
        let piece = piece
            .map_err(|error| Failure::new(Kind::Connection, "the line broke").caused_by(error).again())?;
        let room = most.saturating_sub(bytes.len());
        bytes.extend(piece.iter().take(room));
        if bytes.len() >= most {
            break;
        }
    }
    Ok(bytes)
}
