#include "imaging/dicom/openjpeg_memory.h"

#include <algorithm>
#include <cstring>

namespace medal::imaging::dicom::openjpeg {
namespace {

constexpr OPJ_SIZE_T kBuffer_bytes = 1 << 16;

OPJ_SIZE_T read_some(void* buffer, OPJ_SIZE_T count, void* user) {
    auto& source = *static_cast<Source*>(user);
    const auto left = source.bytes.size() - source.at;
    if (left == 0) return static_cast<OPJ_SIZE_T>(-1);
    const auto size = std::min<std::size_t>(count, left);
    std::memcpy(buffer, source.bytes.data() + source.at, size);
    source.at += size;
    return size;
}
OPJ_OFF_T skip_some(OPJ_OFF_T count, void* user) {
    auto& source = *static_cast<Source*>(user);
    if (count < 0) return -1;
    source.at = std::min(source.bytes.size(), source.at + static_cast<std::size_t>(count));
    return count;
}
OPJ_BOOL seek_to(OPJ_OFF_T place, void* user) {
    auto& source = *static_cast<Source*>(user);
    if (place < 0 || static_cast<std::size_t>(place) > source.bytes.size()) return OPJ_FALSE;
    source.at = static_cast<std::size_t>(place);
    return OPJ_TRUE;
}

OPJ_SIZE_T write_some(void* buffer, OPJ_SIZE_T count, void* user) {
    auto& sink = *static_cast<Sink*>(user);
    if (sink.bytes.size() < sink.at + count) sink.bytes.resize(sink.at + count);
    std::memcpy(sink.bytes.data() + sink.at, buffer, count);
    sink.at += count;
    return count;
}
OPJ_OFF_T skip_written(OPJ_OFF_T count, void* user) {
    auto& sink = *static_cast<Sink*>(user);
    if (count < 0) return -1;
    sink.at += static_cast<std::size_t>(count);
    if (sink.bytes.size() < sink.at) sink.bytes.resize(sink.at);
    return count;
}
OPJ_BOOL seek_written(OPJ_OFF_T place, void* user) {
    auto& sink = *static_cast<Sink*>(user);
    if (place < 0 || static_cast<std::size_t>(place) > sink.bytes.size()) return OPJ_FALSE;
    sink.at = static_cast<std::size_t>(place);
    return OPJ_TRUE;
}

}  // namespace

Stream stream_over(Source& source) {
    Stream stream{opj_stream_create(kBuffer_bytes, OPJ_TRUE), &opj_stream_destroy};
    opj_stream_set_user_data(stream.get(), &source, nullptr);
    opj_stream_set_user_data_length(stream.get(), source.bytes.size());
    opj_stream_set_read_function(stream.get(), read_some);
    opj_stream_set_skip_function(stream.get(), skip_some);
    opj_stream_set_seek_function(stream.get(), seek_to);
    return stream;
}

Stream stream_into(Sink& sink) {
    Stream stream{opj_stream_create(kBuffer_bytes, OPJ_FALSE), &opj_stream_destroy};
    opj_stream_set_user_data(stream.get(), &sink, nullptr);
    opj_stream_set_write_function(stream.get(), write_some);
    opj_stream_set_skip_function(stream.get(), skip_written);
    opj_stream_set_seek_function(stream.get(), seek_written);
    return stream;
}

}  // namespace medal::imaging::dicom::openjpeg
