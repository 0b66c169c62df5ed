def plain(:
