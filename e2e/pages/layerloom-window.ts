import { basename } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { Canvas } from './canvas.ts';
import { DataPage } from './data-page.ts';
import { Dock } from './dock.ts';
import { EnginesPage } from './engines-page.ts';
import { ExportPage } from './export-page.ts';
import { InsertBox } from './insert-box.ts';
import { Inspector } from './inspector.ts';
import { LeaveQuestion } from './leave-question.ts';
import { Notices } from './notices.ts';
import { Palette } from './palette.ts';
import { PathBrowser } from './path-browser.ts';
import { ResultsPage } from './results-page.ts';
import { RunBar } from './run-bar.ts';
import { Saving } from './saving.ts';
import { StartPage } from './start-page.ts';
import { TopBar } from './top-bar.ts';
import { TrainPage } from './train-page.ts';

/** The window, by its panels. */
export class LayerloomWindow {
  readonly start: StartPage;
  readonly topBar: TopBar;
  readonly palette: Palette;
  readonly canvas: Canvas;
  readonly insertBox: InsertBox;
  readonly inspector: Inspector;
  readonly dock: Dock;
  readonly data: DataPage;
  readonly train: TrainPage;
  readonly runBar: RunBar;
  readonly results: ResultsPage;
  readonly exports: ExportPage;
  readonly engines: EnginesPage;
  readonly paths: PathBrowser;
  readonly notices: Notices;
  readonly leaving: LeaveQuestion;
  readonly saving: Saving;

  constructor(readonly page: Page) {
    this.start = new StartPage(page);
    this.topBar = new TopBar(page);
    this.palette = new Palette(page);
    this.canvas = new Canvas(page);
    this.insertBox = new InsertBox(page);
    this.inspector = new Inspector(page);
    this.dock = new Dock(page);
    this.data = new DataPage(page);
    this.train = new TrainPage(page);
    this.runBar = new RunBar(page);
    this.results = new ResultsPage(page);
    this.exports = new ExportPage(page);
    this.engines = new EnginesPage(page);
    this.paths = new PathBrowser(page);
    this.notices = new Notices(page);
    this.leaving = new LeaveQuestion(page);
    this.saving = new Saving(page);
  }

  /** Makes a file the data of the project, and shows it. */
  async openTable(path: string): Promise<void> {
    await this.topBar.goTo('data');
    await this.data.openTableInstead.click();
    await this.paths.take('open-table', path);
    await expect(this.data.heading(basename(path))).toBeVisible();
  }

  /** Trains the first run of a project that was never saved, into a folder, to its end. */
  async trainInto(folder: string): Promise<void> {
    await this.topBar.train.click();
    await this.paths.take('save-project', folder);
    await expect(this.train.runs).toHaveCount(1);
    await expect(this.runBar.bar).toBeHidden({ timeout: 120_000 });
  }
}
