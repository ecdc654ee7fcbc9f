// Bodies of several parts as any client may send and cut them: read in one go and in pieces they give the
// same parts or are both refused, and parts that were read are read again when they are written again.
// uses: base http
#include "base/encoding.h"
#include "base/error.h"
#include "http/multipart_reader.h"
#include "target.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace {

using medal::fuzz::require;
namespace http = medal::http;

struct Part {
    std::string head;
    std::string body;
    bool operator==(const Part&) const = default;
};
using Parts = std::vector<Part>;

class Collector final : public http::MultipartHandler {
  public:
    void begin_part(std::string_view head) override {
        require(!is_open_ && head.size() <= http::MultipartLimits{}.max_head_bytes);
        is_open_ = true;
        parts.push_back({std::string{head}, {}});
    }
    void write(std::span<const std::byte> piece) override {
        require(is_open_ && !piece.empty());
        parts.back().body.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    void end_part() override {
        require(is_open_);
        is_open_ = false;
    }

    Parts parts;

  private:
    bool is_open_ = false;
};

// nullopt where it is refused. A step of 0 is all at once.
std::optional<Parts> parts_of(std::string_view body, const std::string& boundary, std::size_t step) {
    try {
        Collector collector;
        http::MultipartReader reader{boundary, {}, collector};
        while (!body.empty()) {
            const auto size = step == 0 ? body.size() : std::min(step, body.size());
            reader.read(medal::base::bytes_of(body.substr(0, size)));
            body.remove_prefix(size);
        }
        reader.finish();
        require(reader.part_count() == collector.parts.size());
        return collector.parts;
    } catch (const medal::base::Error&) {
        return std::nullopt;
    }
}

std::string written(const Parts& parts, const std::string& boundary) {
    std::string body;
    for (const auto& part : parts) body += "\r\n--" + boundary + "\r\n" + part.head + "\r\n" + part.body;
    return body + "\r\n--" + boundary + "--\r\n";
}

}  // namespace

// The first line is the value of Content-Type, the rest the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = medal::fuzz::as_text(data, size);
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return 0;
    const auto type = http::parse_multipart_type(text.substr(0, end));
    if (!type) return 0;
    require(!type->boundary.empty() && type->boundary.size() <= 70);
    const auto body = text.substr(end + 1);
    const auto parts = parts_of(body, type->boundary, 0);
    for (const std::size_t step : {1U, 2U, 7U}) require(parts_of(body, type->boundary, step) == parts);
    if (!parts) return 0;
    require(!parts->empty());
    for (const auto& part : *parts) static_cast<void>(http::part_field(part.head, "content-type"));
    require(parts_of(written(*parts, type->boundary), type->boundary, 0) == parts);
    return 0;
}
