#include "imaging/dicom/inflate.h"

#include "base/error.h"
#include "imaging/limits.h"

#include <algorithm>
#include <limits>
#include <zlib.h>

namespace medal::imaging::dicom {
namespace {

constexpr std::size_t kChunkBytes = 1 << 18;
constexpr int kRawWindow = -15;
constexpr int kGzipWindow = 15 + 16;

struct Stream {
    z_stream z{};
    ~Stream() { inflateEnd(&z); }
};

bool passes_ratio(std::uint64_t out, std::uint64_t in) {
    return out <= kInflateRatioGraceBytes || out / kMaxInflateRatio <= in;
}

void feed(z_stream& z, Bytes packed, std::size_t& fed) {
    if (z.avail_in != 0) return;
    const auto count = std::min<std::size_t>(packed.size() - fed, std::numeric_limits<uInt>::max() / 2);
    z.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed.data() + fed));
    z.avail_in = static_cast<uInt>(count);
    fed += count;
}

struct Bound {
    std::uint64_t limit_bytes;
    bool judge_ratio;
};

/// One chunk more into `result`; nullopt while there is more to come.
std::optional<InflateStop> inflate_chunk(z_stream& z, Bytes packed, std::size_t& fed, const Bound& bound,
                                         std::vector<std::byte>& out) {
    feed(z, packed, fed);
    const auto before = out.size();
    out.resize(before + kChunkBytes);
    z.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    z.avail_out = kChunkBytes;
    const int code = inflate(&z, Z_NO_FLUSH);
    out.resize(before + kChunkBytes - z.avail_out);
    if (out.size() > bound.limit_bytes) return InflateStop::too_large;
    if (bound.judge_ratio && !passes_ratio(out.size(), packed.size())) return InflateStop::too_large;
    if (code == Z_STREAM_END) return InflateStop::complete;
    const bool starved = z.avail_in == 0 && fed == packed.size() && z.avail_out != 0;
    return code != Z_OK || starved ? std::optional{InflateStop::damaged} : std::nullopt;
}

bool begins_member(const z_stream& z) {
    return z.avail_in >= 2 && z.next_in[0] == 0x1F && z.next_in[1] == 0x8B;
}

Inflated run(Bytes packed, Wrapping wrapping, const Bound& bound) {
    Inflated result;
    Stream stream;
    if (inflateInit2(&stream.z, wrapping == Wrapping::gzip ? kGzipWindow : kRawWindow) != Z_OK) return result;
    std::size_t fed = 0;
    std::optional<InflateStop> stop;
    while (!stop) {
        stop = inflate_chunk(stream.z, packed, fed, bound, result.bytes);
        // A gzip file may have several members (RFC 1952, 2.2).
        if (stop == InflateStop::complete && wrapping == Wrapping::gzip && begins_member(stream.z) &&
            inflateReset(&stream.z) == Z_OK) {
            stop.reset();
        }
    }
    result.stop = *stop;
    return result;
}

}  // namespace

Inflated inflate_bounded(Bytes packed, Wrapping wrapping) {
    return run(packed, wrapping, {.limit_bytes = kMaxInflatedBytes, .judge_ratio = true});
}

Inflated inflate_up_to(Bytes packed, Wrapping wrapping, std::uint64_t limit_bytes) {
    const auto limit = std::min<std::uint64_t>(limit_bytes, kMaxInflatedBytes);
    return run(packed, wrapping, {.limit_bytes = limit, .judge_ratio = false});
}

std::vector<std::byte> inflate_head(Bytes packed, Wrapping wrapping, std::size_t count) {
    auto head = run(packed, wrapping, {.limit_bytes = count, .judge_ratio = false}).bytes;
    head.resize(std::min(head.size(), count));
    return head;
}

std::vector<std::byte> gzip(Bytes bytes) {
    z_stream z{};
    if (deflateInit2(&z, 6, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        base::fail_internal("deflateInit2 failed");
    }
    std::vector<std::byte> packed(deflateBound(&z, static_cast<uLong>(bytes.size())));
    z.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    z.avail_in = static_cast<uInt>(bytes.size());
    z.next_out = reinterpret_cast<Bytef*>(packed.data());
    z.avail_out = static_cast<uInt>(packed.size());
    const int code = deflate(&z, Z_FINISH);
    packed.resize(packed.size() - z.avail_out);
    deflateEnd(&z);
    if (code != Z_STREAM_END) base::fail_internal("deflate did not finish");
    return packed;
}

}  // namespace medal::imaging::dicom
