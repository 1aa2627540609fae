//! Every message of long walks, with a fault at each.
//!
//! `DBMIG_FAULTS=all cargo test -p dbmig-tests --test faults -- --nocapture sweep` tries every one, `DBMIG_FAULTS=500` about that
//! many, and without it it is a sample. `DBMIG_FAULTS_SEED` chooses which.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use dbmig_tests::proxy::Direction;

use super::course::{Course, Fault, Outcome};

/// How many points are tried where nobody says.
const SAMPLE: usize = 60;

/// A fault at a message of a walk.
struct Point<'a> {
    course: &'a Course,
    fault: Fault,
    at: usize,
}

#[derive(Default)]
struct Figures {
    at_once: usize,
    after_one_more: usize,
    after_an_answer: usize,
    longest: Duration,
    wrong: Vec<String>,
}

#[test]
fn every_message() {
    let courses: Vec<Course> = [
        ("long", "upgrade", "each"),
        ("long", "downgrade", "each"),
        ("long", "upgrade", "none"),
        ("long", "downgrade", "none"),
        ("together", "upgrade", "all"),
        ("together", "downgrade", "all"),
    ]
    .map(|(history, verb, mode)| Course::new(history, verb, mode))
    .into_iter()
    .collect();
    let points: Vec<Point<'_>> = courses.iter().flat_map(points).collect();
    let (chosen, seed) = chosen(points.len());
    println!("{} of {} points, DBMIG_FAULTS_SEED={seed}", chosen.len(), points.len());
    for course in &courses {
        println!("  {}: {} messages", course.name, course.messages.len());
    }
    let chosen: Vec<&Point<'_>> = chosen.into_iter().filter_map(|number| points.get(number)).collect();
    let began = Instant::now();
    let figures = tried(&chosen);
    println!(
        "{} points in {:?}: {} right at once, {} after one more run, {} after an answer; the longest took {:?}",
        chosen.len(),
        began.elapsed(),
        figures.at_once,
        figures.after_one_more,
        figures.after_an_answer,
        figures.longest
    );
    assert!(figures.wrong.is_empty(), "{} are wrong:\n{}", figures.wrong.len(), figures.wrong.join("\n\n"));
}

/// Every fault at every message; what the server sends is only lost, since whether it was lost before or after is the same.
fn points(course: &Course) -> Vec<Point<'_>> {
    let mut points = Vec::new();
    for (index, direction) in course.messages.iter().enumerate() {
        let to_server = *direction == Direction::ToServer;
        let faults = [
            (Fault::Kill, true),
            (Fault::CutBefore, true),
            (Fault::CutAfter, to_server),
            (Fault::Terminate, to_server),
        ];
        let faults = faults.into_iter().filter(|(_, applies)| *applies);
        points.extend(faults.map(|(fault, _)| Point { course, fault, at: index + 1 }));
    }
    points
}

/// The numbers of the points to try, and the seed that chose them.
fn chosen(total: usize) -> (Vec<usize>, u64) {
    let wanted = match std::env::var("DBMIG_FAULTS").ok().as_deref() {
        Some("all") => total,
        Some(number) if !number.is_empty() => number.parse().expect("DBMIG_FAULTS is `all` or a number"),
        _ => SAMPLE,
    };
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let seed = std::env::var("DBMIG_FAULTS_SEED").map_or(now, |text| text.parse().expect("a number"));
    let stride = (total / wanted.max(1)).max(1);
    let first = usize::try_from(seed).unwrap_or_default() % stride;
    ((first..total).step_by(stride).collect(), seed)
}

fn tried(points: &[&Point<'_>]) -> Figures {
    let (next, figures) = (AtomicUsize::new(0), Mutex::new(Figures::default()));
    let workers = std::env::var("DBMIG_FAULTS_WORKERS").ok().and_then(|text| text.parse().ok());
    let workers: usize = workers.unwrap_or_else(|| thread::available_parallelism().map_or(2, usize::from));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(point) = points.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let began = Instant::now();
                    let result = point.course.disturbed(point.fault, point.at);
                    figures.lock().unwrap().count(point, result, began.elapsed());
                }
            });
        }
    });
    figures.into_inner().unwrap()
}

impl Figures {
    fn count(&mut self, point: &Point<'_>, result: Result<Outcome, String>, took: Duration) {
        self.longest = self.longest.max(took);
        match result {
            Ok(Outcome::AtOnce) => self.at_once += 1,
            Ok(Outcome::AfterOneMore) => self.after_one_more += 1,
            Ok(Outcome::AfterAnAnswer) => self.after_an_answer += 1,
            Err(reason) => {
                let place = format!("{} {:?} at message {}", point.course.name, point.fault, point.at);
                println!("WRONG {place}: {reason}");
                self.wrong.push(format!("{place}: {reason}"));
            }
        }
    }
}
