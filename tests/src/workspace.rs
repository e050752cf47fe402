//! The shape of the workspace: which crate may name which, and under which licences others' code is.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// What may be linked in.
const LICENCES: [&str; 16] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "CC0-1.0",
    "BSL-1.0",
    "0BSD",
    "MIT-0",
    "Unicode-DFS-2016",
    // Root certificates, data, for platforms other than Linux.
    "CDLA-Permissive-2.0",
    "IJG",
];

/// Our crates and those of ours that each may depend on.
const EDGES: [(&str, &[&str]); 16] = [
    ("document", &[]),
    ("export", &["document"]),
    ("imaging", &["document"]),
    ("evaluation", &["document"]),
    ("reasoning", &["document"]),
    ("chat", &["reasoning"]),
    ("models", &[]),
    ("pages", &["document", "imaging"]),
    ("layout", &["document", "imaging", "models"]),
    ("ocr", &["document", "imaging", "models"]),
    ("tables", &["document", "imaging", "models"]),
    ("pipeline", &["document", "imaging", "layout", "models", "ocr", "pages", "tables"]),
    ("batch", &[]),
    (
        "inkstone",
        &[
            "batch",
            "chat",
            "document",
            "evaluation",
            "export",
            "imaging",
            "models",
            "pages",
            "pipeline",
            "reasoning",
        ],
    ),
    ("bench", &["document", "evaluation", "export", "pages", "pipeline"]),
    ("inkstone-tests", &["document", "evaluation", "export", "models", "pages", "pipeline"]),
];

/// Crates that one of ours alone may name.
const OWNERS: [(&str, &str); 3] = [("ort", "models"), ("pdfium-render", "pages"), ("reqwest", "chat")];

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

/// Names of the packages of the workspace, with those they depend on in earnest or for their tests.
fn ours(metadata: &Value) -> BTreeMap<String, Vec<String>> {
    let packages = metadata["packages"].as_array().unwrap();
    let ours = packages.iter().filter(|package| package["source"].is_null());
    let names = |package: &Value| {
        let dependencies = package["dependencies"].as_array().unwrap();
        let of_ours = package["name"] == "inkstone-tests";
        let counted = dependencies.iter().filter(|d| of_ours || d["kind"].is_null());
        counted.map(|d| text(&d["name"]).to_owned()).collect()
    };
    ours.map(|package| (text(&package["name"]).to_owned(), names(package))).collect()
}

#[test]
fn our_crates_depend_one_way() {
    let ours = ours(&metadata());
    let allowed: BTreeMap<_, _> = EDGES.into_iter().collect();
    for (name, dependencies) in &ours {
        let allowed = allowed.get(name.as_str()).unwrap_or_else(|| panic!("{name} is not in EDGES"));
        for dependency in dependencies.iter().filter(|d| ours.contains_key(*d)) {
            assert!(allowed.contains(&dependency.as_str()), "{name} may not depend on {dependency}");
        }
    }
}

#[test]
fn heavy_crates_have_one_owner() {
    let ours = ours(&metadata());
    for (heavy, owner) in OWNERS {
        for (name, dependencies) in &ours {
            let names_it = dependencies.iter().any(|d| d == heavy);
            assert!(!names_it || name == owner, "{name} names {heavy}; only {owner} may");
        }
    }
}

/// Whether a licence expression can be met by the licences allowed: of an OR one side, of an AND both.
fn is_allowed(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    let one = |licence: &str| LICENCES.contains(&licence.trim());
    plain.split(" AND ").all(|part| part.split(" OR ").any(one))
}

#[test]
fn licences_are_permissive() {
    let metadata = metadata();
    let others = metadata["packages"].as_array().unwrap().iter().filter(|p| !p["source"].is_null());
    let wrong: Vec<_> = others
        .filter(|package| !is_allowed(text(&package["license"])))
        .map(|package| format!("{} {}: {}", package["name"], package["version"], package["license"]))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn licence_expressions_are_understood() {
    for (expression, want) in [
        ("MIT OR Apache-2.0", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0 OR MIT", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("MIT AND MPL-2.0", false),
        ("GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(is_allowed(expression), want, "{expression}");
    }
}
