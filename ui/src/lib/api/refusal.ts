import type { ErrorView } from './bindings';

/** What a command throws: the service's or the device's refusal with its stable code. */
export class Refusal extends Error {
	constructor(readonly view: ErrorView) {
		super(`${view.code}: ${view.message}`);
		this.name = 'Refusal';
	}
}

/** The refusal behind whatever was thrown; what is none becomes `internal`. */
export function refusalOf(cause: unknown): ErrorView {
	if (cause instanceof Refusal) return cause.view;
	if (isErrorView(cause)) return cause;
	return { code: 'internal', message: cause instanceof Error ? cause.message : String(cause) };
}

function isErrorView(cause: unknown): cause is ErrorView {
	return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string';
}
