//! Batches that are killed, shared, broken and full: what comes out has the bytes of an undisturbed run.
//!
//! The processes that are killed are this binary again, running the test `worker` with the variable [`JOB`] set.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use batch::{
    Delivery, Event, Failure, Item, Key, Landed, Observer, Opened, PageFiles, Reader, RunOptions, Summary,
    run,
};

/// Names the output tree of a worker process; its log lies beside it.
const JOB: &str = "INKSTONE_BATCH_TEST";

/// A reader whose pages are made from their document's name and their number.
struct Fake {
    items: Vec<Item>,
    log: Option<Mutex<fs::File>>,
    /// How long a page takes.
    pause: Duration,
}

impl Fake {
    fn new(items: &[Item], log: Option<&Path>, pause: Duration) -> Self {
        let open = |path: &Path| fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
        Self { items: items.to_vec(), log: log.map(|path| Mutex::new(open(path))), pause }
    }

    fn log(&self, what: &str, name: &str, page: u32) {
        if let Some(log) = &self.log {
            log.lock().unwrap().write_all(format!("{what} {name} {page}\n").as_bytes()).unwrap();
        }
    }
}

/// `name.N` has N pages, `broken` cannot be loaded, `locked` cannot be opened; every page 13 fails, page 17 panics.
impl Reader for Fake {
    type Source = String;
    type Document = String;

    fn load(&self, item: usize) -> Result<(String, Key), Failure> {
        let item = &self.items[item];
        if item.name.starts_with("broken") {
            return Err(Failure::new("it is torn"));
        }
        let content = item.name.trim_start_matches("copy-of-");
        Ok((item.name.clone(), Key::new(content, "v1")))
    }

    fn open(&self, source: String) -> Result<Opened<String>, Failure> {
        if source.starts_with("locked") {
            return Err(Failure { reason: "it is locked".into(), hint: Some("find the key".into()) });
        }
        let pages = source.rsplit('.').next().and_then(|pages| pages.parse().ok()).unwrap();
        Ok(Opened { document: source, pages: (1..=pages).collect() })
    }

    fn read(&self, document: &String, page: u32) -> Result<PageFiles, String> {
        self.log("begin", document, page);
        std::thread::sleep(self.pause);
        assert_ne!(page, 17, "a page that panics");
        if page == 13 {
            return Err("page 13 is illegible".into());
        }
        let content = document.trim_start_matches("copy-of-");
        let record = format!("{content} page {page}\n");
        let picture = format!("{content} {page}").repeat(1000).into_bytes();
        Ok(PageFiles::record(record).with("png", picture))
    }

    fn deliver(&self, document: &String, pages: &Landed<'_>, folder: Option<&Path>) -> std::io::Result<()> {
        let mut text = String::new();
        for &number in pages.numbers() {
            match pages.page(number)? {
                Ok(record) => text += &String::from_utf8(record).unwrap(),
                Err(reason) => text += &format!("page {number} failed: {reason}\n"),
            }
        }
        match folder {
            Some(folder) => {
                fs::create_dir(folder.join("pages"))?;
                for &number in pages.numbers() {
                    pages.put(number, "png", &folder.join(format!("pages/{number:04}.png")))?;
                }
                fs::write(folder.join("document.txt"), text)
            }
            None => {
                self.log("streamed", document, pages.numbers().len() as u32);
                Ok(())
            }
        }
    }
}

/// Writes landed pages to the log.
struct Log<'a>(&'a Fake, &'a [Item]);

impl Observer for Log<'_> {
    fn event(&self, event: &Event<'_>) {
        if let Event::Page { item, number, .. } = event {
            self.0.log("landed", &self.1[*item].name, *number);
        }
    }
}

fn items(names: &[&str]) -> Vec<Item> {
    names.iter().map(|name| Item { name: (*name).into(), place: Path::new("tree").join(name) }).collect()
}

/// 200 pages in 14 documents, and two that are bad.
fn archive() -> Vec<Item> {
    items(&[
        "a.1",
        "b.1",
        "c.12",
        "broken-d.1",
        "e.60",
        "f.1",
        "g.25",
        "h.3",
        "locked-i.1",
        "j.18",
        "k.1",
        "l.40",
        "m.2",
        "n.14",
        "o.21",
        "p.1",
    ])
}

fn options(window: usize) -> RunOptions {
    let mut options = RunOptions::default();
    options.window = window;
    options.pause = Duration::from_millis(20);
    options
}

fn read_all(root: &Path, items: &[Item], window: usize) -> Summary {
    run(root, items, &Fake::new(items, None, Duration::ZERO), &options(window), &()).unwrap()
}

/// Every file below `root` and its bytes.
fn contents(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn worker() {
    let Ok(job) = std::env::var(JOB) else { return };
    let root = Path::new(&job);
    let items = archive();
    let reader = Fake::new(&items, Some(&root.with_extension("log")), Duration::from_millis(3));
    run(root, &items, &reader, &options(3), &Log(&reader, &items)).unwrap();
}

fn start_worker(root: &Path) -> Child {
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command.args(["worker", "--exact"]).env(JOB, root).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

fn log_lines(root: &Path) -> Vec<String> {
    let log = fs::read_to_string(root.with_extension("log")).unwrap_or_default();
    log.lines().map(str::to_owned).collect()
}

/// Waits until the log has `count` lines, or the worker has ended.
fn wait_for(root: &Path, count: usize, worker: &mut Child) {
    while log_lines(root).len() < count && worker.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// A sequence that looks random (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

#[test]
fn twenty_kills_change_no_byte_and_no_page_is_read_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (calm, killed) = (folder.path().join("calm"), folder.path().join("killed"));
    read_all(&calm, &archive(), 3);
    let mut dice = Dice(7);
    for _ in 0..20 {
        let mut worker = start_worker(&killed);
        // A page makes two lines: about nine pages on, in the middle of something.
        wait_for(&killed, log_lines(&killed).len() + 1 + dice.roll(36) as usize, &mut worker);
        std::thread::sleep(Duration::from_micros(dice.roll(6000)));
        worker.kill().unwrap();
        worker.wait().unwrap();
    }
    assert!(start_worker(&killed).wait().unwrap().success());
    assert!(contents(&calm) == contents(&killed), "the trees differ");

    let (mut landed, mut begun) = (BTreeSet::new(), 0);
    for line in log_lines(&killed) {
        let (what, page) = line.split_once(' ').unwrap();
        if what == "landed" {
            landed.insert(page.to_owned());
        } else {
            begun += 1;
            assert!(!landed.contains(page), "{page} was read again after it had landed");
        }
    }
    assert!((200..=200 + 20 * 3).contains(&begun), "{begun} readings of 200 pages");
}

#[test]
fn processes_share_a_job_and_the_survivor_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    let (calm, shared) = (folder.path().join("calm"), folder.path().join("shared"));
    read_all(&calm, &archive(), 1);
    let mut victim = start_worker(&shared);
    let mut others = [start_worker(&shared), start_worker(&shared)];
    wait_for(&shared, 60, &mut victim);
    victim.kill().unwrap();
    victim.wait().unwrap();
    for other in &mut others {
        assert!(other.wait().unwrap().success());
    }
    assert!(contents(&calm) == contents(&shared), "the trees differ");
    let begun = log_lines(&shared).iter().filter(|line| line.starts_with("begin")).count();
    assert!(begun <= 200 + 3, "{begun} readings of 200 pages by three processes");
}

#[test]
fn any_window_gives_the_same_tree_and_each_document_alone_too() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let summary = read_all(&at("1"), &archive(), 1);
    assert_eq!((summary.delivered, summary.pages, summary.failed.len()), (14, 200, 2));
    assert_eq!(summary.partly, 6, "documents with a page 13");
    for window in [2, 4] {
        read_all(&at(&window.to_string()), &archive(), window);
        assert!(contents(&at("1")) == contents(&at(&window.to_string())), "window {window}");
    }
    for item in archive() {
        read_all(&at("alone"), &[item], 2);
    }
    assert!(contents(&at("1")) == contents(&at("alone")));
}

#[test]
fn what_is_bad_is_named_and_the_rest_is_delivered() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> =
        (0..100).map(|n| if n % 20 == 7 { format!("broken-{n}.1") } else { format!("{n}.1") }).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let items = items(&names);
    let summary = read_all(folder.path(), &items, 4);
    assert_eq!((summary.delivered, summary.failed.len()), (95, 5));
    let told: Vec<_> = summary.failed.iter().map(|(item, why)| (*item, why.reason.as_str())).collect();
    let want: Vec<_> = [7, 27, 47, 67, 87].map(|item| (item, "it is torn")).into();
    assert_eq!(told, want);
}

#[test]
fn what_is_done_is_kept_and_what_has_changed_is_read_anew() {
    let folder = tempfile::tempdir().unwrap();
    let first = read_all(folder.path(), &items(&["a.3", "b.20"]), 2);
    let again = read_all(folder.path(), &items(&["a.3", "b.20", "c.1"]), 2);
    assert_eq!((first.delivered, first.kept), (2, 0));
    assert_eq!((again.delivered, again.kept, again.pages, again.partly), (1, 2, 1, 1));
    // The same place, another content.
    let mut changed = items(&["d.2"]);
    changed[0].place = "tree/a.3".into();
    assert_eq!(read_all(folder.path(), &changed, 1).delivered, 1);
    assert_eq!(
        fs::read_to_string(folder.path().join("tree/a.3/document.txt")).unwrap(),
        "d.2 page 1\nd.2 page 2\n"
    );
}

#[test]
fn a_disk_that_fails_stops_the_run_and_the_next_one_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (calm, broken) = (folder.path().join("calm"), folder.path().join("broken"));
    let items = items(&["a.9"]);
    read_all(&calm, &items, 1);
    // A folder where page 5 is to land.
    let obstacle = broken.join(".inkstone").join(Key::new("a.9", "v1").to_string()).join("0005.png/x");
    fs::create_dir_all(&obstacle).unwrap();
    let stopped = run(&broken, &items, &Fake::new(&items, None, Duration::ZERO), &options(1), &());
    assert!(stopped.unwrap_err().to_string().contains("cannot write a page"));
    fs::remove_dir_all(obstacle.parent().unwrap()).unwrap();
    let summary = read_all(&broken, &items, 1);
    assert_eq!((summary.pages, summary.pages_kept), (5, 4));
    assert!(contents(&calm) == contents(&broken));
}

#[test]
fn copies_are_read_once_and_a_stream_keeps_the_order() {
    let names = ["a.30", "copy-of-a.30", "b.1", "broken.1", "c.2", "copy-of-c.2", "d.1"];
    for window in [1, 4] {
        let folder = tempfile::tempdir().unwrap();
        let (root, log) = (folder.path().join("root"), folder.path().join("log"));
        let reader = Fake::new(&items(&names), Some(&log), Duration::from_millis(1));
        let mut options = options(window);
        options.delivery = Delivery::Stream;
        let summary = run(&root, &items(&names), &reader, &options, &()).unwrap();
        assert_eq!((summary.delivered, summary.failed.len()), (6, 1));
        let log = fs::read_to_string(&log).unwrap();
        let streamed: Vec<_> = log.lines().filter_map(|line| line.strip_prefix("streamed ")).collect();
        assert_eq!(streamed, ["a.30 30", "copy-of-a.30 30", "b.1 1", "c.2 2", "copy-of-c.2 2", "d.1 1"]);
        if window > 1 {
            assert_eq!(log.lines().filter(|line| line.starts_with("begin")).count(), 34, "copies read again");
        }
    }
}

#[test]
fn memory_does_not_grow_with_the_number_of_pages() {
    let folder = tempfile::tempdir().unwrap();
    let items = items(&["a.400"]);
    let reader = Fake::new(&items, None, Duration::ZERO);
    let mut options = options(2);
    options.delivery = Delivery::Stream;
    let mut held = Vec::new();
    for round in 0..8 {
        run(&folder.path().join(round.to_string()), &items, &reader, &options, &()).unwrap();
        held.extend(batch::resident_memory());
    }
    // A leak grows in every round; what tests beside this one take in the same process comes in bursts. So the median.
    let mut growth: Vec<u64> =
        held.windows(2).skip(1).map(|pair| pair[1].saturating_sub(pair[0]) / 400).collect();
    growth.sort_unstable();
    if let Some(per_page) = growth.get(growth.len() / 2) {
        assert!(*per_page < 2000, "{per_page} bytes a page stay: {held:?}");
    }
}
