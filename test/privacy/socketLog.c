/*
 * Loaded into every process of the demo (LD_PRELOAD): writes down each address that a program connects or sends to, and each name it looks
 * up, and lets only loopback through. $SOCKET_LOG names the file. Programs that make system calls without libc are not seen; none of ours do.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void note(const char *what, const char *target, int port, int allowed) {
	const char *file = getenv("SOCKET_LOG");
	if (!file) return;
	char line[512];
	int length = snprintf(line, sizeof line, "{\"program\":\"%s\",\"call\":\"%s\",\"target\":\"%.200s\",\"port\":%d,\"allowed\":%s}\n",
		program_invocation_short_name, what, target, port, allowed ? "true" : "false");
	int log = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (log < 0) return;
	if (length > 0 && write(log, line, (size_t)length) < 0) { /* nothing to be done about it */ }
	close(log);
}

/* 1: let it through. Sockets that are not of the internet are not written down. */
static int passes(const char *what, const struct sockaddr *address) {
	char text[INET6_ADDRSTRLEN] = "";
	if (address && address->sa_family == AF_INET) {
		const struct sockaddr_in *four = (const struct sockaddr_in *)address;
		inet_ntop(AF_INET, &four->sin_addr, text, sizeof text);
		int loopback = (ntohl(four->sin_addr.s_addr) >> 24) == 127;
		note(what, text, ntohs(four->sin_port), loopback);
		return loopback;
	}
	if (address && address->sa_family == AF_INET6) {
		const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;
		inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof text);
		int loopback = IN6_IS_ADDR_LOOPBACK(&six->sin6_addr) || strncmp(text, "::ffff:127.", 11) == 0;
		note(what, text, ntohs(six->sin6_port), loopback);
		return loopback;
	}
	return 1;
}

int connect(int socket, const struct sockaddr *address, socklen_t length) {
	static int (*real)(int, const struct sockaddr *, socklen_t);
	if (!real) real = (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect");
	if (passes("connect", address)) return real(socket, address, length);
	errno = ENETUNREACH;
	return -1;
}

ssize_t sendto(int socket, const void *bytes, size_t count, int flags, const struct sockaddr *address, socklen_t length) {
	static ssize_t (*real)(int, const void *, size_t, int, const struct sockaddr *, socklen_t);
	if (!real) real = (ssize_t (*)(int, const void *, size_t, int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "sendto");
	if (passes("sendto", address)) return real(socket, bytes, count, flags, address, length);
	errno = ENETUNREACH;
	return -1;
}

ssize_t sendmsg(int socket, const struct msghdr *message, int flags) {
	static ssize_t (*real)(int, const struct msghdr *, int);
	if (!real) real = (ssize_t (*)(int, const struct msghdr *, int))dlsym(RTLD_NEXT, "sendmsg");
	if (passes("sendmsg", message ? (const struct sockaddr *)message->msg_name : NULL)) return real(socket, message, flags);
	errno = ENETUNREACH;
	return -1;
}

/* Several datagrams in one call: one that would leave keeps all of them here. */
int sendmmsg(int socket, struct mmsghdr *messages, unsigned int count, int flags) {
	static int (*real)(int, struct mmsghdr *, unsigned int, int);
	if (!real) real = (int (*)(int, struct mmsghdr *, unsigned int, int))dlsym(RTLD_NEXT, "sendmmsg");
	int passed = 1;
	for (unsigned int index = 0; index < count; index++) {
		if (!passes("sendmmsg", (const struct sockaddr *)messages[index].msg_hdr.msg_name)) passed = 0;
	}
	if (passed) return real(socket, messages, count, flags);
	errno = ENETUNREACH;
	return -1;
}

/* The resolver of libc asks its name server without passing the functions above. */
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **result) {
	static int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
	if (!real) real = (int (*)(const char *, const char *, const struct addrinfo *, struct addrinfo **))dlsym(RTLD_NEXT, "getaddrinfo");
	struct in6_addr address;
	int local = !name || strcmp(name, "localhost") == 0 || inet_pton(AF_INET, name, &address) == 1 || inet_pton(AF_INET6, name, &address) == 1;
	if (!local) {
		note("getaddrinfo", name, 0, 0);
		return EAI_FAIL;
	}
	return real(name, service, hints, result);
}
