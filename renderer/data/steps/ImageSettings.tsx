import { colorModes, type ImageForm, interpolations, largestSide, resizings } from '../../../shared/data/image-form.ts';
import { text } from '../../messages/text.ts';
import { ChoiceSetting, SwitchSetting, WholeSetting } from './Setting.tsx';

interface ImageSettingsProps {
  readonly step: ImageForm;
  readonly onChange: (change: Partial<ImageForm>, gesture?: string) => void;
}

/** What images are brought to. */
export function ImageSettings({ step, onChange }: ImageSettingsProps) {
  return (
    <>
      {(['height', 'width'] as const).map((side) => (
        <WholeSetting
          key={side}
          label={text(`preparation.${side}`)}
          help={text('preparation.sideHelp')}
          value={step[side]}
          min={1}
          max={largestSide}
          onValue={(next) => onChange({ [side]: next }, `image-${side}`)}
        />
      ))}
      <ChoiceSetting
        label={text('preparation.colorMode')}
        value={step.colorMode}
        options={colorModes.map((value) => ({
          value,
          label: text(`preparation.colorMode-${value}`),
          help: text(`preparation.colorMode-help-${value}`),
        }))}
        onValue={(colorMode) => onChange({ colorMode })}
      />
      <ChoiceSetting
        label={text('preparation.resizing')}
        value={step.resizing}
        options={resizings.map((value) => ({
          value,
          label: text(`preparation.resizing-${value}`),
          help: text(`preparation.resizing-help-${value}`),
        }))}
        onValue={(resizing) => onChange({ resizing })}
      />
      <ChoiceSetting
        label={text('preparation.interpolation')}
        value={step.interpolation}
        options={interpolations.map((value) => ({
          value,
          label: text(`preparation.interpolation-${value}`),
          help: text(`preparation.interpolation-help-${value}`),
        }))}
        onValue={(interpolation) => onChange({ interpolation })}
      />
      {step.interpolation !== 'nearest' && (
        <SwitchSetting
          label={text('preparation.antialias')}
          help={text('preparation.antialiasHelp')}
          value={step.antialias}
          onValue={(antialias) => onChange({ antialias })}
        />
      )}
    </>
  );
}
