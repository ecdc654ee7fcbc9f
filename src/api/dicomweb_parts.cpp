#include "api/dicomweb_parts.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <memory>
#include <utility>

namespace medal::api {
namespace {

std::uint64_t size_of(const Piece& piece) {
    return piece.path.empty() ? piece.text.size() : piece.length;
}

// One file is open at a time. A file that is gone ends the answer short of its length, which the client sees.
class Reader {
  public:
    explicit Reader(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

    std::size_t read(std::span<std::byte> into) {
        while (at_ < pieces_.size()) {
            const auto& piece = pieces_[at_];
            const auto left = size_of(piece) - done_;
            const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, into.size()));
            const auto given = wanted == 0 ? 0 : take(piece, into.first(wanted));
            if (given == 0 && left > 0) return 0;
            done_ += given;
            if (done_ == size_of(piece)) next();
            if (given > 0) return given;
        }
        return 0;
    }

    void skip(std::uint64_t count) {
        for (; at_ < pieces_.size() && count >= size_of(pieces_[at_]); ++at_) count -= size_of(pieces_[at_]);
        done_ = count;
    }

  private:
    std::size_t take(const Piece& piece, std::span<std::byte> into) {
        if (piece.path.empty()) {
            std::memcpy(into.data(), piece.text.data() + done_, into.size());
            return into.size();
        }
        if (!file_.is_open()) {
            file_.open(piece.path, std::ios::binary);
            file_.seekg(static_cast<std::streamoff>(piece.offset + done_));
        }
        file_.read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size()));
        return static_cast<std::size_t>(std::max<std::streamsize>(0, file_.gcount()));
    }

    void next() {
        file_.close();
        file_.clear();
        done_ = 0;
        ++at_;
    }

    std::vector<Piece> pieces_;
    std::size_t at_ = 0;
    std::uint64_t done_ = 0;
    std::ifstream file_;
};

}  // namespace

namespace {

enum class Ranges { served, ignored };

http::Response streamed(std::vector<Piece> pieces, std::string content_type, Ranges ranges) {
    std::uint64_t size = 0;
    for (const auto& piece : pieces) size += size_of(piece);
    auto reader = std::make_shared<Reader>(std::move(pieces));
    http::Response response;
    response.content_type = std::move(content_type);
    http::StreamBody body{size, [reader](std::span<std::byte> into) { return reader->read(into); }};
    if (ranges == Ranges::served) body.skip = [reader](std::uint64_t count) { reader->skip(count); };
    response.body = std::move(body);
    return response;
}

}  // namespace

http::Response pieces_response(std::vector<Piece> pieces, std::string content_type) {
    return streamed(std::move(pieces), std::move(content_type), Ranges::served);
}

http::Response multipart_response(std::vector<Part> parts, std::string_view type,
                                  const std::string& boundary) {
    std::vector<Piece> pieces;
    for (auto& part : parts) {
        pieces.push_back({.text = (pieces.empty() ? "--" : "\r\n--") + boundary +
                                  "\r\nContent-Type: " + part.content_type + "\r\n\r\n"});
        for (auto& piece : part.pieces) pieces.push_back(std::move(piece));
    }
    pieces.push_back({.text = "\r\n--" + boundary + "--\r\n"});
    // Another request has another boundary: a range of this answer would fit no other.
    return streamed(std::move(pieces),
                    "multipart/related; type=\"" + std::string{type} + "\"; boundary=" + boundary,
                    Ranges::ignored);
}

}  // namespace medal::api
