/** 「佐藤 美咲」→「美咲」: Japanese names put the given name last; others put it first. */
export function givenName(name: string): string {
	const parts = name.trim().split(/\s+/);
	const first = parts[0] ?? '';
	const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/.test(name);
	return (japanese ? parts.at(-1) : first) ?? first;
}

/** The one character in the avatar. */
export function initial(name: string): string {
	return [...givenName(name)][0]?.toUpperCase() ?? '';
}
