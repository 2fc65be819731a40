import { examine } from '../../services/doctor.ts';
import { type Command, json } from '../command.ts';
import { withApp } from '../with-app.ts';

/** Says what this machine has of what the app uses. */
export const doctor: Command = {
  usage: 'doctor [--json]',
  summary: 'Says what this machine has, and what to do about what it lacks.',
  words: [],
  options: { json: { type: 'boolean' } },
  async run(args, { print }) {
    const findings = await withApp(({ engines }) => examine(() => engines.list()));
    for (const finding of findings) {
      if (args.flag('json')) print(json(finding));
      else
        print(
          `${finding.state.padEnd(8)}${finding.name.padEnd(19)}${finding.remedy ? `${finding.value.replace(/\.$/, '')}: ${finding.remedy}` : finding.value}`,
        );
    }
    return findings.some(({ state }) => state === 'missing') ? 1 : 0;
  },
};
