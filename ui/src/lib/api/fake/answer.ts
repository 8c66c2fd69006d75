import type { ErrorView } from '../bindings';
import { scenario } from './scenario';

const LATENCY_MS = 120;

/** As the shell throws it. */
export const refuse = (view: Partial<ErrorView> & { code: string }) =>
	Promise.reject({ message: 'fake', ...view });

/** Late, never or not at all, as the scenario wants. */
export function answer<T>(value: T): Promise<T> {
	if (scenario.is('slow')) return new Promise(() => undefined);
	if (scenario.is('offline')) return refuse({ code: 'device.service_unreachable' });
	return new Promise((resolve) => setTimeout(() => resolve(value), LATENCY_MS));
}
