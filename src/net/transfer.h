// One libcurl transfer: the callbacks, and curl's errors as ours. Internal to net/.
#pragma once

#include "net/client.h"

#include <cstdio>
#include <exception>
#include <memory>
#include <string>

#include <curl/curl.h>

namespace medal::net {

/// The library's own start, once a process.
void start_curl();

struct EasyCleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, EasyCleanup>;

struct ListCleanup {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderLines = std::unique_ptr<curl_slist, ListCleanup>;

/// A new handle, or an internal error.
Easy make_easy();

/// curl_easy_setopt whose failure is an internal error.
template <class Value>
void set(CURL* handle, CURLoption option, Value value);

void check_option(CURLcode code);

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
    check_option(curl_easy_setopt(handle, option, value));
}

/// Refuses to open a socket to an address that is not public.
void guard_addresses(CURL* handle, bool& was_refused);

/// Throws what a failed transfer means; `code` is never CURLE_OK.
[[noreturn]] void throw_transfer_error(CURLcode code, bool was_refused);

struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

}  // namespace medal::net
