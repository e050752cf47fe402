//! What leaves the machine.

use chat::Preset;

use crate::server::{Server, said, stream};
use crate::{answer, by_model, options};

#[test]
fn secrets_are_not_sent_and_come_back() {
    let draft = r#"{"sections":[{"title":"基本信息","claims":[{"text":"患者§P1§，{F2.sex}。","cites":["F1","F2"]}]}]}"#;
    let server = Server::new(vec![stream(&said(draft))]);
    let mut options = options();
    options.secrets = vec!["孙志远".into()];
    let answer = answer(&server, Preset::SparkX, options);
    assert_eq!(by_model(&answer), ["患者孙志远，男。"]);
    assert!(server.asked().iter().all(|asked| !asked.contains("孙志远") && asked.contains("§P1§")));
}
