import type { ReactNode } from 'react';
import { DataPage } from './data/DataPage.tsx';
import { EnginesPage } from './engines/EnginesPage.tsx';
import { ExportPage } from './exports/ExportPage.tsx';
import { ResultsPage } from './results/ResultsPage.tsx';
import type { Page } from './store/view-slice.ts';
import { TrainPage } from './training/TrainPage.tsx';

/** The pages besides Start and Model. */
export function pageOf(page: Exclude<Page, 'start' | 'model'>): ReactNode {
  switch (page) {
    case 'data':
      return <DataPage />;
    case 'train':
      return <TrainPage />;
    case 'results':
      return <ResultsPage />;
    case 'export':
      return <ExportPage />;
    case 'engines':
      return <EnginesPage />;
  }
}
