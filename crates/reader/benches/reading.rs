//! What reading costs: a bare pass of pulldown-cmark with tables on, the reader's blocks and
//! tables, and the whole reading, one thread, over the same bytes in the same run.
//!
//! The pages are a fixed sample of the vendors' real ones where they are at hand, the
//! repository's own ones otherwise. Before criterion measures, a table of ratios is printed: of
//! each vendor and each step the best of some rounds that take turns, in time on the processor
//! where the system tells it, so that other work on the machine counts as little as it can.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pulldown_cmark::{Options, Parser};
use specwright_reader::table::TableWords;
use specwright_reader::text::Source;
use specwright_reader::{Dialect, PageFile, blocks, dialects, read_with};
use specwright_spec::{Profile, yaml};

/// Vendors, and the folders of the corpus that are read.
const VENDORS: &[(&str, &[&str])] = &[
    ("alibaba", &["alibaba"]),
    ("tencent", &["tencent/zh"]),
    ("ucloud", &["ucloud"]),
    ("ucloudstack", &["ucloudstack/v1"]),
    ("zenlayer", &["zenlayer"]),
];

/// Bytes of pages a vendor; fewer pages than that are read several times over, each time by themselves.
const BYTES: usize = 1 << 20;

const ROUNDS: usize = 6;

/// A step is repeated so long in each round: the system's account of time is coarse.
const AT_LEAST: Duration = Duration::from_millis(40);

struct Input {
    vendor: &'static str,
    dialect: &'static Dialect,
    profile: Profile,
    pages: Vec<PageFile>,
    texts: Vec<String>,
    /// How often all of it is read, so that vendors weigh alike.
    times: usize,
    /// All that is read.
    bytes: usize,
}

type Step = fn(&Input);

/// What is measured.
const STEPS: &[(&str, Step)] = &[
    ("pulldown-cmark", bare),
    ("blocks and tables", layout),
    ("whole reading", whole),
];

fn bare(input: &Input) {
    for text in &input.texts {
        black_box(
            Parser::new_ext(text, Options::ENABLE_TABLES)
                .into_offset_iter()
                .count(),
        );
    }
}

fn layout(input: &Input) {
    let is_column = |title: &str| input.dialect.column(title).is_some();
    let words = TableWords {
        is_column: &is_column,
    };
    for page in &input.pages {
        let source = Source::decode(&page.path, &page.bytes);
        black_box(blocks::parse(&source, &words).blocks.len());
    }
}

fn whole(input: &Input) {
    black_box(
        read_with(input.dialect, &input.profile, &input.pages)
            .services
            .len(),
    );
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<PageFile>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.strip_prefix(root).expect("a path below its root");
            found.push(PageFile {
                path: name.to_string_lossy().replace('\\', "/"),
                bytes: std::fs::read(&path).expect("a page"),
                date: None,
            });
        }
    }
}

fn input(vendor: &'static str, folders: &[&str]) -> Input {
    let shared = repository("../shared/corpus");
    let mut all = Vec::new();
    if shared.is_dir() {
        for folder in folders {
            collect(&shared.join(folder), &shared.join(folder), &mut all);
        }
    } else {
        let folder = repository("specs/pages").join(vendor);
        collect(&folder, &folder, &mut all);
    }
    assert!(!all.is_empty(), "no page of {vendor}");
    all.sort_by(|a, b| a.path.cmp(&b.path));
    let total: usize = all.iter().map(|page| page.bytes.len()).sum();
    // Whole folders at a stride, so that pages that belong together stay together.
    let step = (total / BYTES).max(1);
    let pages: Vec<PageFile> = all.chunks(40).step_by(step).flatten().cloned().collect();
    let path = repository(&format!("specs/vendors/{vendor}.yaml"));
    let profile: Profile =
        yaml::read(&std::fs::read_to_string(path).expect("a profile")).expect("a valid profile");
    let texts: Vec<String> = pages
        .iter()
        .map(|page| String::from_utf8_lossy(&page.bytes).into_owned())
        .collect();
    let once: usize = texts.iter().map(String::len).sum();
    let times = BYTES.div_ceil(once);
    Input {
        vendor,
        dialect: dialects::find(&profile.dialect).expect("a dialect"),
        profile,
        times,
        bytes: once * times,
        pages,
        texts,
    }
}

/// How long this thread has been on a processor, where Linux tells it; else the time of day.
fn time(start: Instant) -> Duration {
    let account = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = account.split(' ').next().and_then(|text| text.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

fn repeat(step: Step, input: &Input) {
    (0..input.times).for_each(|_| step(input));
}

/// What a step takes.
fn measure(step: Step, inputs: &[&Input]) -> Duration {
    let start = Instant::now();
    let (before, mut count) = (time(start), 0);
    loop {
        inputs.iter().for_each(|input| repeat(step, input));
        count += 1;
        let passed = time(start).saturating_sub(before);
        if passed >= AT_LEAST {
            return passed / count;
        }
    }
}

/// The best time of each step; the steps take turns, so that a busy machine is busy for all.
fn best(inputs: &[&Input]) -> Vec<Duration> {
    let mut best = vec![Duration::MAX; STEPS.len()];
    for _ in 0..ROUNDS {
        for (best, (_, step)) in best.iter_mut().zip(STEPS) {
            *best = measure(*step, inputs).min(*best);
        }
    }
    best
}

fn print_line(name: &str, inputs: &[&Input]) {
    let times = best(inputs);
    let bytes: usize = inputs.iter().map(|input| input.bytes).sum();
    let rate = bytes as f64 / times[0].as_secs_f64() / 1e6;
    let ratios: Vec<String> = STEPS[1..]
        .iter()
        .zip(&times[1..])
        .map(|((step, _), time)| {
            format!("{step} {:.2}x", time.as_secs_f64() / times[0].as_secs_f64())
        })
        .collect();
    println!(
        "{name}: {:.1} MB, bare pass {rate:.0} MB/s, {}",
        bytes as f64 / 1e6,
        ratios.join(", ")
    );
}

fn bench(c: &mut Criterion) {
    let inputs: Vec<Input> = VENDORS
        .iter()
        .map(|(vendor, folders)| input(vendor, folders))
        .collect();
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build_global()
        .expect("no other pool was made before");
    for input in &inputs {
        print_line(input.vendor, &[input]);
    }
    print_line("all", &inputs.iter().collect::<Vec<_>>());
    let mut group = c.benchmark_group("reading");
    group.throughput(Throughput::Bytes(
        inputs.iter().map(|input| input.bytes as u64).sum(),
    ));
    group.sample_size(10);
    for (name, step) in STEPS {
        group.bench_function(*name, |b| {
            b.iter(|| inputs.iter().for_each(|input| repeat(*step, input)))
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
