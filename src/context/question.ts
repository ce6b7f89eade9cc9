/** A question as plain text that a base model goes on with by answering, and that no chat template has to be rendered for. */
export function frameQuestion(question: string): string {
  return `Question: ${question.trim()}\n\nAnswer:`;
}

/** How models that were not trained to stop begin their own next turn. */
const nextTurn = /\n\s*(?:Question|Q|Answer|User|Human)\s*:/u;

/** The answer at the start of what a member wrote: up to the next turn that it made up. */
export function answerOf(generated: string): string {
  const end = generated.search(nextTurn);
  return end === -1 ? generated : generated.slice(0, end);
}
