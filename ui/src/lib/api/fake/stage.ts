import type { Stage } from '../bindings';
import { scenario } from './scenario';

function first(): Stage {
	if (scenario.is('welcome') || scenario.is('signed-out')) return 'welcome';
	if (scenario.is('locked')) return 'locked';
	return scenario.is('passkey') ? 'passkey' : 'ready';
}

/** How far the stand-in's shopper has come. */
export const stage = { now: first() };
