package main

func Sum(values []int) int {
	total := 0
	for _, value := range values {

	}
	return total
}
