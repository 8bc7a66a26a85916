package cli

import "github.com/spf13/cobra"

func (a *app) userVerbs() *cobra.Command {
	return a.group("user", "user", a.userAdd(), a.userList(), a.userShow(), a.userRole(),
		a.userPerimeter(), a.userRevoke(), a.userDelegate(), a.userUndelegate(),
		a.userInvite(), a.userUninvite())
}
