// Package replay draws the first revision of a PV from what travels inside it: its data, its plan, the texts of its
// language, its thumbnails. The writer draws with it, and whoever verifies or signs draws again and compares: pages
// that the data do not draw are a lie, whoever signed them. It refuses the store, the keys and the clock: the file is
// all that it looks at, with the texts of the program that it is handed.
package replay
