//go:build !unix

package main

func noImage() {}
