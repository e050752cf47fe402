//! What is asked.

use reasoning::Language;
use reasoning::answer::{Brief, Refused};
use serde_json::{Map, Value, json};

use crate::secrets::Secrets;
use crate::wire::Message;

const CHINESE: &str = "你为一份文件撰写摘要。只能使用给出的事实（F1、F2……），不得添加诊断、建议、原因或推测。\
每句话列出它所依据的事实编号（cites）。数值、日期、姓名一律写成占位符，例如 {F3.value}、{F3.unit}，由程序填入；不要自己写数字。\
不得改变否定（未见、无）、左右、升高或降低、当事人的身份。must 为 true 的事实必须写到。形如 §P1§ 的代号原样保留。\
只输出 JSON：{\"sections\":[{\"title\":\"…\",\"claims\":[{\"text\":\"…\",\"cites\":[\"F1\"],\"kind\":\"stated\"}]}]}，kind 为 stated、computed 或 inferred；title 用所给问题的 title。";

const ENGLISH: &str = "You write the summary of a document. Use only the facts given (F1, F2, ...); add no diagnosis, advice, cause or guess. \
For every sentence list the facts it rests on (cites). Write values, dates and names as slots, such as {F3.value} or {F3.unit}; a program fills them in; never write figures yourself. \
Do not change what is denied, left or right, high or low, or who is which party. Facts with must = true have to be told. Keep stand-ins such as §P1§ as they are. \
Answer with JSON alone: {\"sections\":[{\"title\":\"...\",\"claims\":[{\"text\":\"...\",\"cites\":[\"F1\"],\"kind\":\"stated\"}]}]}; kind is stated, computed or inferred; title is that of the question.";

fn system(language: Language) -> &'static str {
    match language {
        Language::Chinese => CHINESE,
        Language::English => ENGLISH,
    }
}

/// What a model is told before it writes.
pub(crate) fn draft(brief: &Brief, secrets: &Secrets) -> Vec<Message> {
    vec![
        Message { role: "system", content: system(brief.language).to_owned() },
        Message { role: "user", content: secrets.hidden(&facts(brief).to_string()) },
    ]
}

/// The question for a plan in words, before the JSON is asked for.
pub(crate) fn plan(brief: &Brief, secrets: &Secrets) -> Vec<Message> {
    let ask = match brief.language {
        Language::Chinese => "先不要写 JSON。用几句话说明哪些事实最要紧、怎样归并，只提事实编号。",
        Language::English => {
            "Do not write JSON yet. Say in a few sentences which facts matter most and which belong together, by their numbers only."
        }
    };
    let mut messages = draft(brief, secrets);
    messages.push(Message { role: "user", content: ask.to_owned() });
    messages
}

/// The question for the JSON after a plan in words. What was thought is not part of it.
pub(crate) fn after_plan(brief: &Brief, secrets: &Secrets, plan: String) -> Vec<Message> {
    let ask = match brief.language {
        Language::Chinese => "现在按要求只输出 JSON。",
        Language::English => "Now answer with the JSON alone.",
    };
    let mut messages = self::plan(brief, secrets);
    messages.push(Message { role: "assistant", content: plan });
    messages.push(Message { role: "user", content: ask.to_owned() });
    messages
}

/// The question for sentences that were refused, with the reasons.
pub(crate) fn revise(brief: &Brief, secrets: &Secrets, refused: &[Refused]) -> Vec<Message> {
    let ask = match brief.language {
        Language::Chinese => {
            "下列句子未通过核对。found 是句中有问题之处，expected 是原文，instead 是应引用的事实。请只把它们改写正确，格式同前；改不了的就略去。"
        }
        Language::English => {
            "These sentences did not pass the check. found is what is wrong, expected what is printed, instead the facts to cite. Write them anew, in the same form; leave out what cannot be mended."
        }
    };
    let refused = json!(
        refused
            .iter()
            .map(|refused| json!({"text": refused.text, "cites": refused.cites, "reasons": refused.reasons}))
            .collect::<Vec<_>>()
    );
    let mut messages = draft(brief, secrets);
    messages.push(Message { role: "user", content: secrets.hidden(&format!("{ask}\n{refused}")) });
    messages
}

/// The question for an answer in the right form.
pub(crate) fn again(mut messages: Vec<Message>, said: &str, language: Language) -> Vec<Message> {
    let ask = match language {
        Language::Chinese => "这不是所要求的 JSON。请只输出 JSON。",
        Language::English => "That is not the JSON asked for. Answer with the JSON alone.",
    };
    messages.push(Message { role: "assistant", content: said.to_owned() });
    messages.push(Message { role: "user", content: ask.to_owned() });
    messages
}

/// The facts, by question.
fn facts(brief: &Brief) -> Value {
    let questions = brief.questions.iter().map(|question| {
        let facts = question.facts.iter().map(|fact| {
            let slots: Map<String, Value> = fact.slots.iter().map(|(name, text)| (name.clone(), json!(text))).collect();
            json!({"id": fact.id, "about": fact.about, "slots": slots, "must": fact.must, "example": fact.sentence})
        });
        json!({"title": question.title, "question": question.asked, "facts": facts.collect::<Vec<_>>()})
    });
    json!({"document": brief.title, "kind": brief.kind, "questions": questions.collect::<Vec<_>>()})
}

/// The form of the answer: only facts of the brief can be cited.
pub(crate) fn schema(brief: &Brief) -> Value {
    let ids: Vec<Value> = brief.facts().map(|fact| json!(fact.id)).collect();
    let titles: Vec<Value> = brief.questions.iter().map(|question| json!(question.title)).collect();
    let object = |properties: Value, required: Value| json!({"type": "object", "additionalProperties": false, "properties": properties, "required": required});
    let claim = object(
        json!({
            "text": {"type": "string"},
            "cites": {"type": "array", "items": {"type": "string", "enum": ids}},
            "kind": {"type": "string", "enum": ["stated", "computed", "inferred"]},
        }),
        json!(["text", "cites", "kind"]),
    );
    let section = object(
        json!({"title": {"type": "string", "enum": titles}, "claims": {"type": "array", "items": claim}}),
        json!(["title", "claims"]),
    );
    object(json!({"sections": {"type": "array", "items": section}}), json!(["sections"]))
}
