/** Why a run, or a question to it, came to nothing, in English. Each names the thing and says what to do or what was received. */
export const runMessages = {
  // before a run
  'project-problems':
    'The model cannot train yet. Expected: a model without problems. Received: {count}, the first one: {problem}',
  'no-data': 'No data is chosen. Expected: a table, or data that ships with the app. Received: none.',
  'already-training':
    'A run is training already, and one trains at a time. Wait for its end or stop it. Received: {run}.',
  'no-rows': 'The data has no rows in its {part} part. Expected: at least 1. Received: 0.',
  'data-changed':
    '{file} has changed on disk since it was read for the Data page. The run learns from what is there now; read it again there to see that.',
  'target-prepared':
    'The target "{column}" is prepared by steps. The loss is of what they make of it; metrics and predictions are in its own unit.',
  // block times
  'profile-in-training':
    'Block times are measured while nothing trains, as both would share the engine. Wait for the end of the run or stop it. Received: {run}, which trains.',
  'profile-again':
    'Block times are being measured already, and one model is measured at a time. Received: another one.',
  'profile-interrupted':
    'The measurement was ended, as a run began that would have slowed the blocks down. Measure again when the run has ended. Received: {run}.',
  // how a run ended
  'loss-not-finite':
    'The {loss} became {value} in epoch {epoch}, step {step} of {steps}. Try a smaller learning rate than {learningRate}. If it happens in the first steps, look for very large values in the data, or turn on scaling. Received: {value}.',
  'rows-gone':
    'Nothing of the {part} part can be read any more in epoch {epoch}: its files were moved, deleted or changed. The checkpoints up to then are kept. Expected: rows, {expected} of them. Received: 0.',
  'engine-ended':
    'The engine process ended unexpectedly ({how}). The project is untouched, and the checkpoints up to then are kept. {advice}',
  'start-crashed': 'Its process ended as it started ({how}). {advice}',
  'advice-memory': 'Memory ran out. Try a smaller batch size or a smaller model.',
  'advice-killed':
    'The system ends programs this way when memory runs out; another program can do it too. Try a smaller batch size if it happens again.',
  'advice-none': 'The last words of the process: {words}',
  'advice-silent': 'It left no message.',
  'out-of-memory': 'Memory ran out in the engine. Try a smaller batch size or a smaller model. Received: {received}.',
  'engine-unexpected': 'Something unexpected went wrong in the engine. Received: {received}.',
  'cut-off':
    'The run was cut off: the program that trained it is gone. Its log and checkpoints up to then are kept. Received: no process {process}.',
  // a run on disk
  'not-a-run': '{directory} is not a run. Expected: a folder with run.json in it. Received: a folder without one.',
  'run-not-training': 'The run {run} is not training here. Expected: {expected}. Received: {run}.',
  'log-broken': '{file}, line {line}, is not a run event. Received: {received}.',
  'look-broken': '{file}, line {line}, is not a look at test results. Received: {received}.',
  'no-checkpoint': 'The run has no weights: it ended before any were kept. Expected: {file}. Received: no such file.',
  'checkpoint-broken':
    '{file} is not a checkpoint of Layerloom. At {where}: expected {expected}. Received: {received}.',
  'checkpoint-unfit': 'The checkpoint does not fit the model of its run. {problem}',
  'tensor-shape': 'The {what} {id} has the shape {shape}. Received: {received}.',
  'tensor-unknown': 'The model has no {what} {received}. Expected: {expected}. Received: {received}.',
  'prediction-not-finite':
    'The model answers row {row} with something that is not a number. Expected: finite numbers. Received: {received}.',
  'generate-unfit':
    'Only a model that learned to tell the next token of a text can write one. Expected: a run on one long text. Received: a run on other data.',
  'prompt-empty': 'The prompt has no tokens. Expected: some text. Received: {received}.',
  'token-not-finite':
    'The model answers token {token} of the text with something that is not a number. Expected: finite numbers. Received: {received}.',
  'dialogs-missing':
    'This host opens no dialogs of the system. Expected: a path typed or browsed to. Received: {purpose}.',
} as const;
