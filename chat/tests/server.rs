//! A server on loopback that says what it is told to, once per question.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What to do with one question.
#[derive(Clone)]
pub(crate) enum Act {
    /// Send bytes as they are, in pieces, then close.
    Send(Vec<Vec<u8>>),
    /// Send bytes, then say nothing for so long.
    Stall(Vec<u8>, Duration),
}

/// A stream of events with this data.
pub(crate) fn stream(events: &[String]) -> Act {
    let body: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
    raw(200, "text/event-stream", &format!("{body}data: [DONE]\n\n"))
}

/// A whole HTTP answer.
pub(crate) fn raw(status: u16, kind: &str, body: &str) -> Act {
    Act::Send(vec![http(status, &[("Content-Type", kind)], body)])
}

pub(crate) fn http(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!(
        "HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// An event with a piece of what is said, or thought under `field`.
pub(crate) fn delta(field: &str, text: &str) -> String {
    serde_json::json!({"choices": [{"delta": {field: text}}]}).to_string()
}

/// A piece of an answer for each few letters, as servers stream.
pub(crate) fn said(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(7).map(|piece| delta("content", &piece.iter().collect::<String>())).collect()
}

pub(crate) struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
    stop: Arc<Mutex<bool>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// One that acts so on the first question, the second and so on; the last act is repeated.
    pub(crate) fn new(acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(Mutex::new(false));
        let (log, stopped) = (asked.clone(), stop.clone());
        let thread = thread::spawn(move || {
            for connection in listener.incoming() {
                if *stopped.lock().unwrap() {
                    return;
                }
                let Ok(mut connection) = connection else { continue };
                let request = read(&mut connection);
                let mut log = log.lock().unwrap();
                let act = acts.get(log.len()).or(acts.last()).cloned();
                log.push(request);
                drop(log);
                // A client that hung up is no matter.
                let _ = act.map(|act| play(&mut connection, act));
                let _ = connection.shutdown(Shutdown::Both);
            }
        });
        Self { port, asked, stop, thread: Some(thread) }
    }

    pub(crate) fn base(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// The questions so far: head and body.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        *self.stop.lock().unwrap() = true;
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn play(connection: &mut TcpStream, act: Act) -> std::io::Result<()> {
    match act {
        Act::Send(pieces) => {
            for piece in pieces {
                connection.write_all(&piece)?;
                connection.flush()?;
                thread::sleep(Duration::from_millis(2));
            }
        }
        Act::Stall(bytes, time) => {
            connection.write_all(&bytes)?;
            connection.flush()?;
            thread::sleep(time);
        }
    }
    Ok(())
}

fn read(connection: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse::<usize>().ok()
            });
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        match connection.read(&mut buffer) {
            Ok(0) | Err(_) => return text,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}
