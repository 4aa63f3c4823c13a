// One scenario against one server: runs it and tells its figures. A process of bench-relay.ts.
import { PEERS } from './peers.ts';
import { probe } from './probe.ts';
import { rulesCost } from './rules-cost.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

const [, , name = '', server = '', size = ''] = process.argv;
if (name === 'probe') probe();
else await drive();

async function drive() {
  process.on('disconnect', () => process.exit());
  const scale = { quick: size === 'quick' };
  const peer = PEERS.find((each) => each === server);
  if (name === 'rules') process.send?.(await rulesCost(scale));
  else if (peer && Object.hasOwn(SCENARIOS, name))
    process.send?.(await SCENARIOS[name as Scenario](peer, scale));
  else throw new Error(`There is no scenario ${name} against ${server}.`);
  process.exit();
}
