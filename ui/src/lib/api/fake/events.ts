import type { Listen, ShellEvents } from '../events';

type Handler = (payload: never) => void;
const handlers = new Map<keyof ShellEvents, Set<Handler>>();

export function emit<Name extends keyof ShellEvents>(name: Name, payload: ShellEvents[Name]): void {
	for (const handle of handlers.get(name) ?? []) handle(payload as never);
}

export const listen: Listen = async (name, handle) => {
	const all = handlers.get(name) ?? new Set<Handler>();
	handlers.set(name, all.add(handle as Handler));
	return () => void all.delete(handle as Handler);
};
