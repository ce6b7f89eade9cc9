/** Names the workspace wherever the members of a pack are told apart; no file of a model is called so. */
export const workspaceMemberId = 'this workspace';
