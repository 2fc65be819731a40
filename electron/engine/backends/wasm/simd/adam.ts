import { add, defineFunction } from '../../../../simd/assembler.ts';
import { alongItems } from './rows.ts';

/**
 * Adam in one pass, in the order of operations of `adamUpdate`: new weight, momentum and velocity from the old ones. `stepSize`,
 * `freshMean`, `freshSquares` and `epsilon` are addresses of scalars.
 */
export const adamStep = defineFunction({
  name: 'adamStep',
  parameters: {
    weight: 'i32',
    gradient: 'i32',
    momentum: 'i32',
    velocity: 'i32',
    stepSize: 'i32',
    freshMean: 'i32',
    freshSquares: 'i32',
    epsilon: 'i32',
    newWeight: 'i32',
    newMomentum: 'i32',
    newVelocity: 'i32',
    size: 'i32',
    begin: 'i32',
    end: 'i32',
  },
  write(body, p) {
    alongItems(body, p.size, p.begin, p.end, (lanes, offset) => {
      const gradient = body.local(lanes.load(add(p.gradient, offset)));
      const momentum = body.local(lanes.load(add(p.momentum, offset)));
      const velocity = body.local(lanes.load(add(p.velocity, offset)));
      const mean = lanes.multiply(lanes.subtract(gradient, momentum), lanes.loadSame(p.freshMean));
      const square = lanes.subtract(lanes.multiply(gradient, gradient), velocity);
      const newMomentum = body.local(lanes.add(momentum, mean));
      const newVelocity = body.local(lanes.add(velocity, lanes.multiply(square, lanes.loadSame(p.freshSquares))));
      const root = lanes.add(lanes.squareRoot(newVelocity), lanes.loadSame(p.epsilon));
      const change = lanes.divide(lanes.multiply(newMomentum, lanes.loadSame(p.stepSize)), root);
      body.store(add(p.newMomentum, offset), newMomentum);
      body.store(add(p.newVelocity, offset), newVelocity);
      body.store(add(p.newWeight, offset), lanes.subtract(lanes.load(add(p.weight, offset)), change));
    });
  },
});
