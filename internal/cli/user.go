package cli

import "github.com/spf13/cobra"

func (a *app) userVerbs() *cobra.Command {
	return a.group("user", "user", a.userDelegate(), a.userUndelegate())
}
