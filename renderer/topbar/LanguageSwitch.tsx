import { type Language, languages } from '../../shared/messages/languages.ts';
import { run } from '../commands/command.ts';
import { setLanguage } from '../commands/view-commands.ts';
import { tags, useLanguage } from '../messages/language.ts';
import { text } from '../messages/text.ts';
import { useEditor } from '../store/use-editor.ts';
import styles from './language-switch.module.css';

/** The languages in their own words, which who reads that language alone finds; they are not translated. */
const names: Readonly<Record<Language, { readonly short: string; readonly whole: string }>> = {
  en: { short: 'EN', whole: 'English' },
  zh: { short: '中文', whole: '中文' },
};

/** Which language the window speaks: one button for each. */
export function LanguageSwitch() {
  const editor = useEditor();
  const spoken = useLanguage();
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons of a bar are no set of form fields
    <div className={styles.switch} role="group" aria-label={text('window.language')}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={tags[language]}
          aria-pressed={language === spoken}
          aria-label={names[language].whole}
          onClick={() => run(editor, setLanguage, language)}
        >
          {names[language].short}
        </button>
      ))}
    </div>
  );
}
