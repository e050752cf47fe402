use super::*;

const OURS: &str = r#"{"schema": "inkstone-truth/1", "pages": [{"number": 1, "text": "x"}]}"#;
const FUNSD: &str = r#"{"form": [{"id": 0, "text": "a", "label": "question"}]}"#;
const OMNIDOC: &str = r#"[{"page_info": {"image_path": "p1.png"}, "layout_dets": []},
    {"page_info": {"image_path": "gone.png"}, "layout_dets": []}]"#;
const ICDAR: &str = "<document><table id='1'><region id='1' page='1'/></table></document>";

/// Names of files and what is in them.
type Files<'a> = &'a [(&'a str, &'a str)];

fn tree(files: Files<'_>) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (file, text) in files {
        let path = dir.path().join("root").join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

/// Set, id, input and number of tellings of each sample.
fn found(files: Files<'_>, inputs_wanted: bool) -> (Vec<String>, Corpus) {
    let dir = tree(files);
    let root = dir.path().join("root");
    let corpus = find(std::slice::from_ref(&root), inputs_wanted);
    let told = |case: &Case| {
        let input = case.input.as_ref().map(|input| slashed(input.strip_prefix(&root).unwrap()));
        let tellings = case.files.len() + case.listed.len();
        format!("{} {} {} {tellings}", case.set, case.id, input.unwrap_or_else(|| "-".into()))
    };
    (corpus.cases.iter().map(told).collect(), corpus)
}

#[test]
fn truths_meet_their_inputs() {
    let cases: [(&str, Files<'_>, &[&str]); 9] = [
        (
            "a folder for each sample",
            &[("a/input.pdf", ""), ("a/truth.json", OURS), ("b/x.png", ""), ("b/truth.json", OURS)],
            &["root a a/input.pdf 1", "root b b/x.png 1"],
        ),
        (
            "folders of such folders are sets",
            &[
                ("s/a/input.pdf", ""),
                ("s/a/truth.json", OURS),
                ("t/b/input.png", ""),
                ("t/b/truth.json", OURS),
            ],
            &["s s/a s/a/input.pdf 1", "t t/b t/b/input.png 1"],
        ),
        (
            "the same name",
            &[("a.png", ""), ("a.truth.json", OURS), ("b.jpg", ""), ("b.json", OURS)],
            &["root a a.png 1", "root b b.jpg 1"],
        ),
        (
            "two files of one table set",
            &[("eu.pdf", ""), ("eu-str.xml", ICDAR), ("eu-reg.xml", ICDAR)],
            &["root eu eu.pdf 2"],
        ),
        (
            "pictures and annotations in folders of their own",
            &[("images/1.png", ""), ("annotations/1.json", FUNSD)],
            &["root images/1 images/1.png 1"],
        ),
        (
            "boxes and fields of a receipt",
            &[("img/r.jpg", ""), ("box/r.txt", "1,2,3,4,5,6,7,8,A"), ("entities/r.txt", r#"{"total": "9"}"#)],
            &["root img/r img/r.jpg 2"],
        ),
        ("a list", &[("images/p1.png", ""), ("set.json", OMNIDOC)], &["root images/p1 images/p1.png 1"]),
        (
            "Markdown beside better truth is what some tool read",
            &[
                ("a.png", ""),
                ("a.md", "# x"),
                ("a.json", OURS),
                ("b.png", ""),
                ("b.md", "x"),
                ("README.md", ""),
            ],
            &["root a a.png 1", "root b b.png 1"],
        ),
        ("a list of lines", &[("l/1.png", ""), ("gt.txt", "l/1.png\ttext\n")], &["root l/1 l/1.png 1"]),
    ];
    for (what, files, want) in cases {
        assert_eq!(found(files, true).0, want, "{what}");
    }
}

#[test]
fn what_leads_to_nothing_is_told() {
    let (cases, corpus) = found(
        &[
            ("a.png", ""),
            ("b.png", ""),
            ("b.json", "{\"x\": 1}"),
            ("c.truth.json", OURS),
            ("set.json", OMNIDOC),
        ],
        true,
    );
    assert_eq!(cases, [""; 0]);
    assert_eq!((corpus.untold, corpus.unplaced, corpus.wrong.len()), (2, 2, 2), "{:?}", corpus.wrong);
    let missing = find(&[PathBuf::from("no/such/folder")], true);
    assert!(missing.wrong[0].contains("no/such/folder"), "{:?}", missing.wrong);
}

#[test]
fn without_inputs_truth_stands_alone() {
    let (cases, corpus) = found(&[("a.md", "x"), ("b/truth.json", OURS), ("set.json", OMNIDOC)], false);
    assert_eq!(cases, ["root a - 1", "root b - 1", "root gone.png - 1", "root p1.png - 1"]);
    assert!(corpus.cases[3].names.contains(&"p1".to_owned()), "{:?}", corpus.cases[3].names);
}

#[test]
fn the_folder_of_one_sample_belongs_to_the_set_around_it() {
    let dir =
        tree(&[("a/input.png", ""), ("a/truth.json", OURS), ("b/input.png", ""), ("b/truth.json", OURS)]);
    let corpus = find(&[dir.path().join("root/a")], true);
    let told: Vec<_> = corpus.cases.iter().map(|case| (case.set.as_str(), case.id.as_str())).collect();
    assert_eq!(told, [("root", "a")]);
}

#[test]
fn names_of_samples_are_apart() {
    let (cases, _) = found(&[("a.png", ""), ("a.pdf", ""), ("gt.tsv", "a.png\tx\na.pdf\ty\n")], true);
    assert_eq!(cases, ["root a.pdf a.pdf 1", "root a.png a.png 1"]);
}
