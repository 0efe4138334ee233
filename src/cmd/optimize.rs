//! `godrill optimize`: fits the parameters of FSRS to the learner's own log.

use anyhow::{Result, bail};
use clap::Args;
use serde::Serialize;

use super::{Context, count, progress::Progress};
use crate::db::Store;
use crate::model::memory::{Evaluation, Parameters};
use crate::model::optimize::Outcome;
use crate::model::schedule::Scheduler;
use crate::model::settings::{PARAMETERS, Setting, Settings};
use crate::study;
use crate::ui::table::Table;

/// Fit the scheduler to your own answers.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill optimize             fit, compare, and install the better parameters
  godrill optimize --dry-run   only compare
  godrill optimize --undo      go back to the previous parameters

FSRS predicts forgetting with 21 parameters; the defaults are medians over many users. Yours \
    are fitted to the first four fifths of your answers and installed only if they predict the \
    last fifth better than the current ones. They are then fitted again to all your answers, and \
    every card is rescheduled. This needs 400 reviews made at least a day after the previous \
    one.

Log loss is the mean of -ln of the probability given to what happened; RMSE (bins) is how \
    far the predicted share is from the share recalled. Smaller is better for both.

JSON (version 1): {version, answers, held_out, before: {log_loss, rmse_bins}, after, better, \
    installed, rescheduled, parameters}; after --undo: {version, rescheduled, parameters}.")]
pub(super) struct OptimizeArgs {
    /// Fit and compare, but change nothing
    #[arg(long)]
    dry_run: bool,
    /// Go back to the previous parameters
    #[arg(long, conflicts_with = "dry_run")]
    undo: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &OptimizeArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = if args.dry_run { context.open()? } else { context.open_to_write()? };
    let settings = store.settings()?;
    if args.undo {
        return undo(&mut store, &settings, args.json, context);
    }
    let histories: Vec<_> = store.histories()?.into_iter().map(|(_, history)| history).collect();
    let progress = Progress::new(context.world, "fitting");
    let steps = settings.relearning_steps.len();
    let outcome = study::fit(&histories, &settings.parameters, steps, &mut |done, all| {
        progress.show(done, all)
    });
    progress.done();
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(refused) => bail!(refused),
    };
    let mut installed = None;
    if let (Some(parameters), false) = (outcome.better, args.dry_run) {
        let better = Settings { parameters, ..settings.clone() };
        installed = Some(install(&mut store, &settings, &better, context)?);
    }
    if args.json {
        return context.json(&Fitted {
            version: 1,
            answers: outcome.answers,
            held_out: outcome.held_out,
            before: outcome.before.into(),
            after: outcome.after.into(),
            better: outcome.better.is_some(),
            installed: installed.is_some(),
            rescheduled: installed.unwrap_or(0),
            parameters: outcome.better.unwrap_or(settings.parameters),
        });
    }
    report(&outcome, args.dry_run, installed, context)
}

/// What `--json` prints.
#[derive(Serialize)]
struct Fitted {
    version: u32,
    answers: usize,
    held_out: usize,
    before: Fitness,
    after: Fitness,
    better: bool,
    installed: bool,
    rescheduled: u32,
    parameters: Parameters,
}

/// What `--undo --json` prints.
#[derive(Serialize)]
struct BroughtBack {
    version: u32,
    rescheduled: u32,
    parameters: Parameters,
}

/// How well parameters predict; smaller is better.
#[derive(Serialize)]
struct Fitness {
    log_loss: f32,
    rmse_bins: f32,
}

impl From<Evaluation> for Fitness {
    fn from(Evaluation { log_loss, rmse_bins }: Evaluation) -> Fitness {
        Fitness { log_loss, rmse_bins }
    }
}

fn report(
    outcome: &Outcome,
    dry_run: bool,
    installed: Option<u32>,
    context: &mut Context<'_>,
) -> Result<()> {
    let out = &mut *context.out;
    writeln!(
        out,
        "fitted to {}, measured on the {} after them\n",
        count(outcome.answers - outcome.held_out, "answer"),
        outcome.held_out
    )?;
    let mut table = Table::new(["parameters", "log loss", "RMSE (bins)"]).right(&[1, 2]);
    for (name, evaluation) in [("present", outcome.before), ("fitted", outcome.after)] {
        table.row([
            name,
            &format!("{:.4}", evaluation.log_loss),
            &format!("{:.2} %", evaluation.rmse_bins * 100.0),
        ]);
    }
    writeln!(out, "{}\n", table.to_string(context.world.width()))?;
    match (outcome.better, installed) {
        (None, _) => {
            writeln!(out, "the present parameters stay: none foretell your answers better")?
        }
        (Some(_), Some(rescheduled)) => writeln!(
            out,
            "parameters fitted to all answers are installed; {} rescheduled\n\
             `godrill optimize --undo` brings the old ones back",
            count(rescheduled as usize, "card")
        )?,
        (Some(_), None) if dry_run => {
            writeln!(out, "nothing is changed; without --dry-run better ones would be installed")?;
        }
        (Some(_), None) => {}
    }
    Ok(())
}

fn undo(
    store: &mut Store,
    settings: &Settings,
    json: bool,
    context: &mut Context<'_>,
) -> Result<()> {
    let Some(before) = store.parameters_before()? else {
        bail!("there are no parameters to bring back: `godrill optimize` has replaced none");
    };
    let mut restored = settings.clone();
    if let Err(error) = setting()?.set(&mut restored, &before) {
        bail!(error);
    }
    let rescheduled = install(store, settings, &restored, context)?;
    if json {
        let parameters = restored.parameters;
        return context.json(&BroughtBack { version: 1, rescheduled, parameters });
    }
    writeln!(
        context.out,
        "the parameters before are back; {} rescheduled\n\
         `godrill optimize --undo` once more takes this back",
        count(rescheduled as usize, "card")
    )?;
    Ok(())
}

/// Installs the parameters of `new` in place of those of `old`, and returns how many cards got
/// another schedule.
fn install(
    store: &mut Store,
    old: &Settings,
    new: &Settings,
    context: &Context<'_>,
) -> Result<u32> {
    let setting = setting()?;
    let progress = Progress::new(context.world, "rescheduling");
    let changed = store.set_parameters(
        &setting.get(new),
        &setting.get(old),
        &Scheduler::new(new),
        &mut |done, all| progress.show(done, all),
    )?;
    progress.done();
    Ok(changed)
}

fn setting() -> Result<&'static Setting> {
    match Setting::named(PARAMETERS) {
        Some(setting) => Ok(setting),
        None => bail!("the table of settings lacks `{PARAMETERS}`"),
    }
}
